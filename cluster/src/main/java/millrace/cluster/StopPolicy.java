package millrace.cluster;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;

import millrace.os.Signal;

/**
 * How a worker is stopped, and how much time it has.
 *
 * @param graceNanos from the request to disconnect (finish what is under way, take nothing new) to the signal
 * @param stopGraceNanos the same where there is no successor to wait for it: at the stop or restart of one instance
 * @param signal what asks a program to end
 * @param killNanos from the signal to SIGKILL
 * @param wholeTree whether signals go to everything that the worker has started, too
 * @param byMessage whether a worker with a channel gets the message {@code "shutdown"} in place of request and signal
 */
public record StopPolicy(
        long graceNanos, long stopGraceNanos, Signal signal, long killNanos, boolean wholeTree, boolean byMessage) {

    /** Five seconds to finish requests, 1.6 seconds to obey SIGTERM, for all that the worker has started. */
    public static final StopPolicy DEFAULT = new StopPolicy(SECONDS.toNanos(5), MILLISECONDS.toNanos(1600));

    public StopPolicy {
        if (graceNanos < 0 || stopGraceNanos < 0 || killNanos < 0) {
            throw new IllegalArgumentException("times of a stop policy are not negative");
        }
    }

    public StopPolicy(long graceNanos, long killNanos) {
        this(graceNanos, graceNanos, Signal.SIGTERM, killNanos, true, false);
    }

    public StopPolicy withStopGraceNanos(long nanos) {
        return new StopPolicy(graceNanos, nanos, signal, killNanos, wholeTree, byMessage);
    }

    public StopPolicy withSignal(Signal other) {
        return new StopPolicy(graceNanos, stopGraceNanos, other, killNanos, wholeTree, byMessage);
    }

    public StopPolicy withWholeTree(boolean whole) {
        return new StopPolicy(graceNanos, stopGraceNanos, signal, killNanos, whole, byMessage);
    }

    public StopPolicy withByMessage(boolean message) {
        return new StopPolicy(graceNanos, stopGraceNanos, signal, killNanos, wholeTree, message);
    }
}
