package millrace.cluster;

import java.net.InetSocketAddress;
import millrace.os.ExitStatus;

/**
 * What happens to an app and its workers. All calls come on the primary's loop; they must not wait. What they throw is
 * logged, and changes nothing.
 */
public interface PrimaryEvents {

    /** Where a worker writes to. */
    enum Stream {
        STDOUT,
        STDERR
    }

    /** The process of a worker has started. */
    default void started(Worker worker) {}

    /** The worker has said over its channel that it runs. */
    default void online(Worker worker) {}

    /**
     * The worker listens.
     *
     * @param address for people: {@code 127.0.0.1:8080}, {@code [::]:8080}, {@code *:8080}, a path, {@code udp *:53}
     */
    default void listening(Worker worker, String address) {}

    /**
     * A worker has a port of its own, by {@link Scheduling#GATEWAY} or {@link AppSpec.Protocol#PORT}, and is ready, as far
     * as its {@link Readiness} can tell: requests may be sent there. At a reload it comes before the {@link #leaving} of the
     * worker that it takes the place of. One that listens on several ports serves several times.
     *
     * @param wanted the address that it has asked for, as in {@link #listening}; empty where it was given its port unasked
     * @param at on the loopback interface
     */
    default void serving(Worker worker, String wanted, InetSocketAddress at) {}

    /**
     * After {@link #serving}, once for each: no further requests to this address of the worker's. It is about to be asked to
     * end, or has ended, or has closed that server alone; what is under way it finishes if it can.
     */
    default void leaving(Worker worker, InetSocketAddress at) {}

    /**
     * The worker asked to listen, and the port could not be opened. Most programs die of it.
     *
     * @param address as in {@link #listening}
     * @param errno the positive error number
     */
    default void cannotListen(Worker worker, String address, int errno) {}

    /** The channel of a worker that has used it is closed; it gets no connections any more. */
    default void disconnected(Worker worker) {}

    /** The process of a worker has ended; everything that it has written has been reported before. */
    default void exited(Worker worker, ExitStatus status) {}

    /** The instance is in another state. */
    default void changed(int instance, InstanceState state) {}

    /** After {@link #exited}: a new worker will be started, after a delay in nanoseconds. */
    default void restarting(int instance, long delayNanos) {}

    /**
     * The instance has been given up.
     *
     * @param reason half a sentence for people
     */
    default void errored(int instance, String reason) {}

    /** The instance has ended, as asked for or with an exit code that is final, and is not started again. */
    default void stopped(int instance) {}

    /** No worker runs and none will be started: all instances have been given up or have ended by themselves. */
    default void ended() {}

    /**
     * A line of the worker's as it came, before anything is made of it: for whoever reads bytes faster than text.
     *
     * @param buffer valid during the call only
     * @return whether it is dealt with; if not, it may come as a {@link #message}
     */
    default boolean line(Worker worker, byte[] buffer, int offset, int length) {
        return false;
    }

    /** The app has sent its primary something: {@code process.send}. */
    default void message(Worker worker, String json) {}

    /**
     * The app has sent something that is not JSON, or too long; of the first few such things comes a {@link #warning} too.
     *
     * @param what half a sentence for people
     */
    default void messageLost(Worker worker, String what) {}

    /**
     * A worker has written a line; the newline is left out. A line longer than 64 KiB comes in pieces, cut between
     * characters.
     *
     * @param buffer valid during the call only
     * @param endsLine whether the line ends here; {@code false} for all pieces but the last
     */
    default void output(Worker worker, Stream stream, byte[] buffer, int offset, int length, boolean endsLine) {}

    /**
     * A worker has written whole lines, none of them over-long. Who deals with blocks faster than with lines overrides
     * this as well as {@link #output}, which is called for each of them otherwise.
     *
     * @param buffer valid during the call only
     * @param length with the newline of the last line
     */
    default void outputLines(Worker worker, Stream stream, byte[] buffer, int offset, int length) {
        LineSplitter.each(buffer, offset, length, (from, size) -> output(worker, stream, buffer, from, size, true));
    }

    /** A worker says how it is: those in Node do. */
    default void report(Worker worker, WorkerReport report) {}

    /** Something is not as it should be, and the primary goes on. A sentence for people. */
    default void warning(String sentence) {}
}
