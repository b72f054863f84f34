package millrace.cluster;

/** How long to wait before the next start of a worker that keeps dying early. Pure logic, one for each instance. */
final class Backoff {
    /** Answer of {@link #nextDelayNanos} when enough is enough. */
    static final long GIVE_UP = -1;

    private final RestartPolicy policy;
    private int earlyDeaths;

    Backoff(RestartPolicy policy) {
        this.policy = policy;
    }

    /** A worker has lived long enough: the next death is the first again. */
    void reset() {
        earlyDeaths = 0;
    }

    int earlyDeaths() {
        return earlyDeaths;
    }

    /** A worker has died early: nanoseconds until the next start, or {@link #GIVE_UP}. */
    long nextDelayNanos() {
        if (++earlyDeaths > policy.maxEarlyDeaths()) {
            return GIVE_UP;
        }
        if (earlyDeaths == 1) {
            return 0;
        }
        int doublings = earlyDeaths - 2;
        boolean overflows = doublings >= Long.numberOfLeadingZeros(policy.firstDelayNanos()) - 1;
        return overflows ? policy.maxDelayNanos() : Math.min(policy.firstDelayNanos() << doublings, policy.maxDelayNanos());
    }
}
