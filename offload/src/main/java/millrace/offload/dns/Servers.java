package millrace.offload.dns;

import java.net.InetSocketAddress;
import java.util.List;

/** Whom to ask, how long and how often. For one loop's thread, since it remembers who was silent. */
record Servers(List<InetSocketAddress> addresses, ServerHealth health, int rounds, long timeoutNanos) {
    RetrySchedule schedule(long nowNanos) {
        return new RetrySchedule(health.order(nowNanos), rounds, timeoutNanos);
    }
}
