package millrace.gateway.balance;

/**
 * What active checks of one peer add up to. Pure; on the loop that checks.
 *
 * <pre>
 *   healthy ── fails in a row ──▶ unhealthy ── passes in a row ──▶ healthy (with a slow start)
 * </pre>
 */
final class HealthMonitor {
    private final Group group;
    private final Peer peer;
    private final HealthSpec spec;
    private int failsInARow;
    private int passesInARow;

    HealthMonitor(Group group, Peer peer, HealthSpec spec) {
        this.group = group;
        this.peer = peer;
        this.spec = spec;
    }

    /** @return whether the peer has recovered by it */
    boolean passed(long nowNanos) {
        failsInARow = 0;
        passesInARow++;
        boolean recovered = record(true, passesInARow >= spec.passes, nowNanos);
        if (recovered) {
            group.serve();
        }
        return recovered;
    }

    /** @return whether the peer is out by it */
    boolean failed(long nowNanos) {
        passesInARow = 0;
        failsInARow++;
        return record(false, failsInARow >= spec.fails, nowNanos);
    }

    private boolean record(boolean passed, boolean enough, long nowNanos) {
        PeerState state = peer.state;
        group.lock.lock();
        try {
            state.figures.healthChecks++;
            state.figures.healthFails += passed ? 0 : 1;
            if (!enough || state.healthy == passed) {
                return false;
            }
            state.healthy = passed;
            if (passed) {
                state.fails = 0;
                state.slowStartNanos = peer.options().slowStartNanos() > 0 ? nowNanos : PeerState.NEVER;
            } else {
                state.figures.unhealthy++;
            }
            return true;
        } finally {
            group.lock.unlock();
        }
    }
}
