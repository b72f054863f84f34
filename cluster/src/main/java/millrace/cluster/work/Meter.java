package millrace.cluster.work;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import millrace.loop.pool.Latencies;
import org.HdrHistogram.Histogram;

/** Counts what happens in a pool. Written on the pool's loop, {@link #refused} by any thread, and read by any. */
final class Meter {
    private static final long LONGEST_NANOS = TimeUnit.HOURS.toNanos(1);

    final LongAdder refused = new LongAdder();

    private final Histogram queueTime = histogram();
    private final Histogram roundTrip = histogram();
    private final Histogram runTime = histogram();
    private long completed;
    private long failed;
    private long lost;
    private long cancelled;
    private long started;
    private long recycled;
    private long bytesOut;
    private long bytesIn;
    private long serialiseNanos;
    private long deserialiseNanos;

    private static Histogram histogram() {
        return new Histogram(LONGEST_NANOS, 2);
    }

    private static void record(Histogram histogram, long nanos) {
        histogram.recordValue(Math.clamp(nanos, 0, LONGEST_NANOS));
    }

    synchronized void sent(long queuedNanos, long serialisedNanos, int bytes) {
        record(queueTime, queuedNanos);
        serialiseNanos += serialisedNanos;
        bytesOut += bytes;
    }

    synchronized void received(long deserialisedNanos, int bytes) {
        deserialiseNanos += deserialisedNanos;
        bytesIn += bytes;
    }

    synchronized void answered(long tripNanos, TaskMessage.Answer answer) {
        record(roundTrip, tripNanos);
        if (answer.runNanos() >= 0) {
            record(runTime, answer.runNanos());
        }
        if (answer instanceof TaskMessage.Result) {
            completed++;
        } else {
            failed++;
        }
    }

    synchronized void lost() {
        lost++;
    }

    synchronized void cancelled() {
        cancelled++;
    }

    synchronized void started() {
        started++;
    }

    synchronized void recycled() {
        recycled++;
    }

    synchronized ProcessFigures figures(int size, int ready, int queued, int running) {
        return new ProcessFigures(
                ready,
                queued,
                running,
                completed,
                failed,
                lost,
                refused.sum(),
                cancelled,
                Math.max(0, started - size),
                recycled,
                bytesOut,
                bytesIn,
                serialiseNanos,
                deserialiseNanos,
                latencies(queueTime),
                latencies(roundTrip),
                latencies(runTime));
    }

    private static Latencies latencies(Histogram histogram) {
        return Latencies.of(histogram.getTotalCount(), histogram::getValueAtPercentile);
    }
}
