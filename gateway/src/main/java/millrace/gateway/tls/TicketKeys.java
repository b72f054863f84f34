package millrace.gateway.tls;

import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import millrace.gateway.config.SharedValues;
import millrace.os.SslTicketKey;

/**
 * Keys of tickets that are renewed by themselves: each makes tickets for as long as sessions last, and reads them for as long
 * again. So whoever gets hold of one reads little of what was recorded. Any thread.
 */
final class TicketKeys {
    /** Those of servers without a cache that is shared, by the time that sessions last: a reload forgets no client. */
    private static final SharedValues<TicketKeys> OF_PROCESS = new SharedValues<>();

    private record Key(SslTicketKey key, long bornNanos) {}

    private final LongSupplier nanoTime;
    private final SecureRandom random = new SecureRandom();
    private List<Key> known = List.of();
    private List<SslTicketKey> keys = List.of();

    TicketKeys(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    static TicketKeys ofProcess(long lifeSeconds) {
        return OF_PROCESS.get(Long.toString(lifeSeconds), () -> new TicketKeys(System::nanoTime));
    }

    /** The first one makes tickets. */
    synchronized List<SslTicketKey> keys(long lifeNanos) {
        long now = nanoTime.getAsLong();
        if (known.isEmpty() || now - known.getFirst().bornNanos >= lifeNanos) {
            byte[] all = new byte[SslTicketKey.LONG];
            random.nextBytes(all);
            List<Key> next = new ArrayList<>(List.of(new Key(SslTicketKey.of(all), now)));
            known.stream().filter(each -> now - each.bornNanos < 2 * lifeNanos).forEach(next::add);
            known = List.copyOf(next);
            keys = known.stream().map(Key::key).toList();
        }
        return keys;
    }
}
