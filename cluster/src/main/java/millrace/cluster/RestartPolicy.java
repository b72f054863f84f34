package millrace.cluster;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;

import java.util.Set;

/**
 * When a worker that has died is started again, and when no more.
 *
 * @param automatic whether it is at all
 * @param minUptimeNanos a worker that dies sooner after its start has died early
 * @param maxEarlyDeaths this many early deaths in a row are answered with a new start; the next one is the end
 * @param delays how long each start waits
 * @param finalExitCodes exit codes that mean the program is done and is not started again
 * @param healNanos an instance that has been given up is tried again after so long; 0 for never
 */
public record RestartPolicy(
        boolean automatic,
        long minUptimeNanos,
        int maxEarlyDeaths,
        Delays delays,
        Set<Integer> finalExitCodes,
        long healNanos) {

    /**
     * How long the starts wait that follow deaths in a row, early ones or not.
     *
     * @param leastNanos every one waits so long
     * @param secondNanos so long waits the second one; each further one waits half as long again
     * @param longestNanos none waits longer
     */
    public record Delays(long leastNanos, long secondNanos, long longestNanos) {
        public Delays {
            if (leastNanos < 0 || secondNanos < 0 || longestNanos < Math.max(leastNanos, secondNanos)) {
                throw new IllegalArgumentException(
                        "delays of a restart policy are not negative, and the longest is not below the others");
            }
        }
    }

    private static final long LONGEST_DELAY_NANOS = SECONDS.toNanos(15);

    /** A second to prove itself; at once, then after 10, 15, 22 ms … 15 s; 15 early deaths in a row are borne. */
    public static final RestartPolicy DEFAULT = new RestartPolicy(
            true,
            SECONDS.toNanos(1),
            15,
            new Delays(0, MILLISECONDS.toNanos(10), LONGEST_DELAY_NANOS),
            Set.of(),
            0);

    public RestartPolicy {
        if (minUptimeNanos < 0 || maxEarlyDeaths < 0 || healNanos < 0) {
            throw new IllegalArgumentException("times and counts of a restart policy are not negative");
        }
        finalExitCodes = Set.copyOf(finalExitCodes);
    }

    public RestartPolicy withAutomatic(boolean wanted) {
        return new RestartPolicy(wanted, minUptimeNanos, maxEarlyDeaths, delays, finalExitCodes, healNanos);
    }

    public RestartPolicy withMinUptimeNanos(long nanos) {
        return new RestartPolicy(automatic, nanos, maxEarlyDeaths, delays, finalExitCodes, healNanos);
    }

    public RestartPolicy withMaxEarlyDeaths(int count) {
        return new RestartPolicy(automatic, minUptimeNanos, count, delays, finalExitCodes, healNanos);
    }

    public RestartPolicy withDelays(Delays other) {
        return new RestartPolicy(automatic, minUptimeNanos, maxEarlyDeaths, other, finalExitCodes, healNanos);
    }

    /** The first start after a death is at once, the second after the given delay, and so on up to the longest. */
    public RestartPolicy withDelaysNanos(long second, long longest) {
        return withDelays(new Delays(0, second, longest));
    }

    /** Every start after a death waits for the same time: PM2's {@code restart_delay}. */
    public RestartPolicy withFixedDelayNanos(long nanos) {
        return withDelays(new Delays(nanos, nanos, nanos));
    }

    /** The first start waits so long, each further one half as long again: PM2's {@code exp_backoff_restart_delay}. */
    public RestartPolicy withBackoffNanos(long first) {
        long longest = Math.max(LONGEST_DELAY_NANOS, first);
        return withDelays(new Delays(first, Math.min(first + first / 2, longest), longest));
    }

    public RestartPolicy withFinalExitCodes(Set<Integer> codes) {
        return new RestartPolicy(automatic, minUptimeNanos, maxEarlyDeaths, delays, codes, healNanos);
    }

    public RestartPolicy withHealNanos(long nanos) {
        return new RestartPolicy(automatic, minUptimeNanos, maxEarlyDeaths, delays, finalExitCodes, nanos);
    }
}
