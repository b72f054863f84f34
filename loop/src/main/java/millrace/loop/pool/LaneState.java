package millrace.loop.pool;

import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.Histogram;

/** A lane's queue and counts. Under the lock of its pool's {@link Crew}. */
final class LaneState {
    /** What takes longer is counted as this long. */
    private static final long LONGEST_NANOS = 3_600_000_000_000L;

    final String name;
    final int maxRunning;
    final JobQueue queued = new JobQueue();
    final JobQueue running = new JobQueue();
    final Kind kind = new Kind();

    /** Whether it stands in the row of lanes that have their turn. */
    boolean inTurn;

    private long submitted;
    private long completed;
    private long failed;
    private final LongAdder rejected;
    private long cancelled;
    private long expired;
    private final Histogram queueTime = new Histogram(1_000, LONGEST_NANOS, 2);
    private final Histogram runTime = new Histogram(1_000, LONGEST_NANOS, 2);

    LaneState(String name, LaneOptions options, LongAdder rejected) {
        this.rejected = rejected;
        this.name = name;
        this.maxRunning = options.maxRunning();
    }

    /** Whether its queue and its quota allow one more to begin. */
    boolean canBegin() {
        return queued.size() > 0 && running.size() < maxRunning;
    }

    void countSubmitted() {
        submitted++;
    }

    void countWithdrawn(boolean byDeadline) {
        if (byDeadline) {
            expired++;
        } else {
            cancelled++;
        }
    }

    void countBegun(long waitedNanos) {
        queueTime.recordValue(Math.clamp(waitedNanos, 0, LONGEST_NANOS));
    }

    void countRun(long ranNanos) {
        runTime.recordValue(Math.clamp(ranNanos, 0, LONGEST_NANOS));
    }

    void countEnded(boolean hasFailed) {
        if (hasFailed) {
            failed++;
        } else {
            completed++;
        }
    }

    LaneFigures figures() {
        return new LaneFigures(
                name,
                kind.isLong,
                running.size(),
                queued.size(),
                submitted,
                completed,
                failed,
                rejected.sum(),
                cancelled,
                expired,
                Latencies.of(queueTime.getTotalCount(), queueTime::getValueAtPercentile),
                Latencies.of(runTime.getTotalCount(), runTime::getValueAtPercentile));
    }
}
