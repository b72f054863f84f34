package millrace.cluster;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;

import java.util.Set;

/**
 * When a worker that has died is started again, and when no more.
 *
 * @param minUptimeNanos a worker that dies sooner after its start has died early
 * @param maxEarlyDeaths this many early deaths in a row are answered with a new start; the next one is the end
 * @param firstDelayNanos wait before the second start in a row (the first is at once); doubles with each further one
 * @param maxDelayNanos the wait never gets longer than this
 * @param finalExitCodes exit codes that mean the program is done and is not started again
 */
public record RestartPolicy(
        long minUptimeNanos, int maxEarlyDeaths, long firstDelayNanos, long maxDelayNanos, Set<Integer> finalExitCodes) {

    /** A second to prove itself; 0, 100, 200, 400 ms … 15 s between 15 early deaths in a row. */
    public static final RestartPolicy DEFAULT =
            new RestartPolicy(SECONDS.toNanos(1), 15, MILLISECONDS.toNanos(100), SECONDS.toNanos(15), Set.of());

    public RestartPolicy {
        if (minUptimeNanos < 0 || maxEarlyDeaths < 0 || firstDelayNanos < 0 || maxDelayNanos < firstDelayNanos) {
            throw new IllegalArgumentException("times and counts of a restart policy are not negative,"
                    + " and its longest delay is not below its first");
        }
        finalExitCodes = Set.copyOf(finalExitCodes);
    }

    public RestartPolicy withMinUptimeNanos(long nanos) {
        return new RestartPolicy(nanos, maxEarlyDeaths, firstDelayNanos, maxDelayNanos, finalExitCodes);
    }

    public RestartPolicy withMaxEarlyDeaths(int count) {
        return new RestartPolicy(minUptimeNanos, count, firstDelayNanos, maxDelayNanos, finalExitCodes);
    }

    public RestartPolicy withDelaysNanos(long first, long max) {
        return new RestartPolicy(minUptimeNanos, maxEarlyDeaths, first, max, finalExitCodes);
    }

    public RestartPolicy withFinalExitCodes(Set<Integer> codes) {
        return new RestartPolicy(minUptimeNanos, maxEarlyDeaths, firstDelayNanos, maxDelayNanos, codes);
    }
}
