package millrace.bench.load;

import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** Who decides when the next request is due. Every report names it. Immutable; any thread. */
public sealed interface Model {
    /** The answers do: a connection asks again as soon as it may. A server that is stuck is asked less. */
    record Closed() implements Model {
        @Override
        public String describe(int connections) {
            return "closed: " + connections + (connections == 1 ? " connection asks" : " connections ask")
                    + " again as soon as answered";
        }
    }

    /**
     * People do: each has a connection, asks, reads the answer for a while, and asks again.
     *
     * @param thinkNanos between an answer and the next request
     */
    record Users(long thinkNanos) implements Model {
        @Override
        public String describe(int connections) {
            return "closed: " + connections + " virtual users, each with "
                    + String.format(Locale.ROOT, "%.3g", thinkNanos / (double) TimeUnit.SECONDS.toNanos(1))
                    + " s between an answer and the next request";
        }
    }

    /**
     * The clock does: requests come by a plan, whether or not the server keeps up.
     *
     * @param fromSending whether latency counts from when a request was sent, and not from when it was due: that hides
     *     what the server made wait
     */
    record Open(Schedule schedule, boolean fromSending) implements Model {
        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public String describe(int connections) {
            return "open: " + schedule + " over " + connections + (connections == 1 ? " connection" : " connections")
                    + ", latency from " + (fromSending ? "sending" : "the intended time");
        }
    }

    /**
     * Virtual users, as many as the ramp says at each time; each goes through its journey again and again.
     *
     * @param iterations of the journey over all users; {@link Long#MAX_VALUE}: until the time is over
     */
    record Crowd(Script script, Ramp users, long iterations) implements Model {
        @Override
        public String describe(int connections) {
            return "closed: " + users + " of " + script
                    + (iterations == Long.MAX_VALUE ? "" : ", " + iterations + (iterations == 1 ? " iteration" : " iterations"));
        }
    }

    /** Virtual users come by a plan, go through their journey once, and leave; a schedule's requests are journeys. */
    record Visits(Script script, Schedule schedule) implements Model {
        @Override
        public boolean isOpen() {
            return true;
        }

        @Override
        public String describe(int connections) {
            return "open: " + schedule.describe("iterations") + " of " + script + " by at most " + connections
                    + (connections == 1 ? " virtual user" : " virtual users") + ", latency from the intended time";
        }
    }

    /** Whether it asks by a plan, also while the server is stuck: then latency needs no correction. */
    default boolean isOpen() {
        return false;
    }

    /** A phrase for people. */
    String describe(int connections);
}
