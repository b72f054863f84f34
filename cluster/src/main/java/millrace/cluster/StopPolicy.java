package millrace.cluster;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;

/**
 * How much time a worker has to stop.
 *
 * @param graceNanos from the request to disconnect (finish what is under way, take nothing new) to SIGTERM
 * @param killNanos from SIGTERM to SIGKILL
 */
public record StopPolicy(long graceNanos, long killNanos) {

    /** Five seconds to finish requests, 1.6 seconds to obey SIGTERM. */
    public static final StopPolicy DEFAULT = new StopPolicy(SECONDS.toNanos(5), MILLISECONDS.toNanos(1600));

    public StopPolicy {
        if (graceNanos < 0 || killNanos < 0) {
            throw new IllegalArgumentException("times of a stop policy are not negative");
        }
    }
}
