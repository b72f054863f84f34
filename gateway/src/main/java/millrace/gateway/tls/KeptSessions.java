package millrace.gateway.tls;

import java.util.List;
import java.util.concurrent.TimeUnit;
import millrace.os.SslSessions;
import millrace.os.SslTicketKey;

/**
 * How one server lets clients go on with sessions. Any thread.
 *
 * @param fixed the keys of tickets by {@code ssl_session_ticket_key}; none: they are the cache's, and renewed
 * @param shared the cache, or {@code null}
 */
record KeptSessions(List<SslTicketKey> fixed, SharedSessions shared, long lifeSeconds) implements SslSessions {
    @Override
    public boolean hasTicketKeys() {
        return !fixed.isEmpty() || shared != null;
    }

    /** The first ones are made when a ticket is, so that they last as long as all others. */
    @Override
    public List<SslTicketKey> ticketKeys() {
        return !fixed.isEmpty() ? fixed : shared.ticketKeys().keys(TimeUnit.SECONDS.toNanos(lifeSeconds));
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
