package millrace.cluster;

import java.util.concurrent.TimeUnit;

/** How long to wait before the next start of a worker that keeps dying. Pure logic, one for each instance. */
final class Backoff {
    /** Answer of {@link #afterDeath} when enough is enough. */
    static final long GIVE_UP = -1;

    /** A worker that has lived for so long has not died in a row with those before. */
    static final long RESET_NANOS = TimeUnit.SECONDS.toNanos(30);

    private RestartPolicy policy;
    private int deaths;
    private int earlyDeaths;

    Backoff(RestartPolicy policy) {
        this.policy = policy;
    }

    void policy(RestartPolicy next) {
        policy = next;
    }

    /** The next death is the first again. */
    void reset() {
        deaths = 0;
        earlyDeaths = 0;
    }

    /** How many of the last workers, in a row, died early. */
    int earlyDeaths() {
        return earlyDeaths;
    }

    /** A worker has died: nanoseconds until the next start, or {@link #GIVE_UP}. Slow deaths wait, too. */
    long afterDeath(long livedNanos) {
        if (livedNanos >= RESET_NANOS) {
            deaths = 0;
        }
        deaths++;
        if (livedNanos >= policy.minUptimeNanos()) {
            earlyDeaths = 0;
        } else if (++earlyDeaths > policy.maxEarlyDeaths()) {
            return GIVE_UP;
        }
        return delay();
    }

    /** A worker has left of its own will, which is no failure; but if all do so at once, it is not at full speed. */
    long afterLeaving(long livedNanos) {
        if (livedNanos >= policy.minUptimeNanos()) {
            return policy.delays().leastNanos();
        }
        deaths = Math.max(2, deaths + 1);
        return delay();
    }

    private long delay() {
        RestartPolicy.Delays delays = policy.delays();
        if (deaths == 1) {
            return delays.leastNanos();
        }
        double grown = delays.secondNanos() * Math.pow(1.5, deaths - 2);
        return Math.clamp((long) grown, delays.leastNanos(), delays.longestNanos());
    }
}
