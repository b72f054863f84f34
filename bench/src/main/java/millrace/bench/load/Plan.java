package millrace.bench.load;

import java.util.List;
import java.util.function.BiConsumer;
import millrace.bench.client.ClientOptions;
import millrace.bench.client.ErrorKind;
import millrace.bench.client.RequestBytes;

/**
 * All that makes a run. Immutable; any thread.
 *
 * @param model who decides when to ask
 * @param requests what is asked: each client goes through them, and around; at least one
 * @param connections over all loops
 * @param loops how many threads send; not more than there are connections
 * @param durationNanos how long requests are sent; {@link Long#MAX_VALUE}: until the amount is reached
 * @param amount how many requests are to be answered, or to fail; {@link Long#MAX_VALUE}: until the time is over
 * @param drainNanos how long answers are waited for at the end
 * @param bailout the run ends after so many failures; {@link Long#MAX_VALUE}: it does not
 * @param sampleNanos how often rates are noted
 * @param errorsTimed whether the times of answers other than 2xx belong to the distribution
 * @param witness is told of each failure that is no answer, on the loop's thread
 */
public record Plan(
        ClientOptions client,
        List<RequestBytes> requests,
        Model model,
        int connections,
        int loops,
        long durationNanos,
        long amount,
        long drainNanos,
        long bailout,
        long sampleNanos,
        boolean errorsTimed,
        BiConsumer<ErrorKind, String> witness) {
    public Plan {
        requests = List.copyOf(requests);
        if (requests.isEmpty()) {
            throw new IllegalArgumentException("there is nothing to ask");
        }
        if (connections < 1 || loops < 1 || loops > connections) {
            throw new IllegalArgumentException("there are connections, and not more loops than those");
        }
        if (durationNanos < 1 || amount < 1 || drainNanos < 1 || sampleNanos < 1 || bailout < 1) {
            throw new IllegalArgumentException("times and amounts of a run are at least 1");
        }
        if (durationNanos == Long.MAX_VALUE && amount == Long.MAX_VALUE) {
            throw new IllegalArgumentException("a run ends by time or by amount");
        }
    }

    /** The same with other clients. */
    public Plan with(ClientOptions others) {
        return new Plan(others, requests, model, connections, loops, durationNanos, amount, drainNanos, bailout,
                sampleNanos, errorsTimed, witness);
    }

    /** The same with another model. */
    public Plan playing(Model other) {
        return new Plan(client, requests, other, connections, loops, durationNanos, amount, drainNanos, bailout,
                sampleNanos, errorsTimed, witness);
    }

    /** The share that loop number {@code index} has of so many. */
    long share(long whole, int index) {
        return whole == Long.MAX_VALUE ? whole : whole / loops + (index < whole % loops ? 1 : 0);
    }

    /** How many connections the loops before this one have. */
    long firstOf(int index) {
        return (long) connections / loops * index + Math.min(index, connections % loops);
    }

    /** Requests that may be under way at once. */
    public long streams() {
        return (long) connections * client.pipelining();
    }
}
