package millrace.gateway.tls;

import java.util.List;
import java.util.concurrent.TimeUnit;
import millrace.os.SslSessions;
import millrace.os.SslTicketKey;

/**
 * How one server lets clients go on with sessions. Any thread.
 *
 * @param fixed the keys of tickets by {@code ssl_session_ticket_key}; none: the renewed ones count
 * @param shared the cache, or {@code null}
 */
record KeptSessions(List<SslTicketKey> fixed, TicketKeys renewed, SharedSessions shared, long lifeSeconds) implements SslSessions {
    @Override
    public List<SslTicketKey> ticketKeys() {
        return !fixed.isEmpty() ? fixed : renewed.keys(TimeUnit.SECONDS.toNanos(lifeSeconds));
    }

    @Override
    public boolean keeps() {
        return shared != null;
    }

    @Override
    public void keep(byte[] id, byte[] session) {
        shared.keep(id, session);
    }

    @Override
    public byte[] find(byte[] id) {
        return shared.find(id);
    }
}
