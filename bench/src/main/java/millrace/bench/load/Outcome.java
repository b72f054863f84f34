package millrace.bench.load;

import java.time.Instant;
import java.util.List;
import millrace.bench.measure.Distribution;
import millrace.bench.measure.Effort;
import millrace.bench.measure.Timeline;
import millrace.bench.measure.Totals;

/**
 * What came of a run. Immutable; any thread.
 *
 * @param nanos from the first request to the end of the last answer
 * @param answered complete answers in each interval of {@link Plan#sampleNanos}
 * @param bytes received in each of these
 * @param efforts what it cost each loop of the generator
 * @param timeline the same counts and latencies, interval by interval
 */
public record Outcome(
        Plan plan,
        Instant started,
        long nanos,
        Totals totals,
        List<Long> answered,
        List<Long> bytes,
        List<Effort> efforts,
        Timeline timeline) {

    public Distribution latency() {
        return totals.latency();
    }

    /** The time between two requests of one who asks, were all evenly spaced. */
    public long paceNanos() {
        long answers = totals.latency().count();
        double streams = plan.model() instanceof Model.Crowd crowd ? crowd.users().mean(nanos) : plan.streams();
        return answers == 0 ? 0 : (long) (nanos * streams / answers);
    }

    /**
     * The latency as it would have been had connections asked at their mean pace, also while the server was stuck. The
     * open model needs no such correction: there it is the latency itself.
     */
    public Distribution corrected() {
        return plan.model().isOpen() ? latency() : latency().corrected(paceNanos());
    }

    public double answersPerSecond() {
        return nanos <= 0 ? 0 : totals.answered() * 1e9 / nanos;
    }
}
