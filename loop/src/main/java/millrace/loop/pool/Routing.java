package millrace.loop.pool;

import java.util.ArrayList;
import java.util.List;

/**
 * Keeps tasks that run long to a share of the threads, so that short ones find one free.
 *
 * <p>How long a lane's tasks run is learned: the running mean of their run times, in which the latest counts an eighth,
 * and a task that runs longer than that already counts as it stands. A lane is long when that is at least {@value
 * #LONG_NANOS} ns, and ten times as long as that of the shortest lane of late: long is a matter of who would wait. When
 * all lanes are alike, none is long, and each may have all threads. A lane of which nothing is known yet counts as long
 * while there are others.
 *
 * <p>Long lanes together hold at most all threads but one, or the only one there is. Pure logic, under the lock of its
 * pool.
 */
final class Routing {
    /** What is shorter is never long: nobody notices that he waits for it. */
    static final long LONG_NANOS = 5_000_000;

    /** How many times as long as the shortest a long lane's tasks run. To become short again, half of it is enough. */
    static final double RATIO = 10;

    /** A lane that did nothing for so long has nobody who waits. */
    static final long FORGET_NANOS = 60_000_000_000L;

    /** How often the lanes are compared. */
    private static final long REVIEW_NANOS = 1_000_000;

    private static final double WEIGHT = 1.0 / 8;

    private final int longShare;
    private final boolean on;
    private final List<LaneState> lanes = new ArrayList<>();
    private int longRunning;
    private long reviewedNanos;

    Routing(int threads, boolean on) {
        this.longShare = Math.max(1, threads - 1);
        this.on = on;
    }

    void add(LaneState lane, long nowNanos) {
        lanes.add(lane);
        lane.kind.activeNanos = nowNanos - FORGET_NANOS;
        reviewedNanos = nowNanos - REVIEW_NANOS;
    }

    /** A task of the lane waits now. */
    void queued(LaneState lane, long nowNanos) {
        lane.kind.activeNanos = nowNanos;
        review(nowNanos, lane.kind.meanNanos < 0);
    }

    /** Whether one more task of the lane may run now. */
    boolean admits(LaneState lane) {
        return !lane.kind.isLong || longRunning < longShare;
    }

    void begun(LaneState lane) {
        if (lane.kind.isLong) {
            longRunning++;
        }
    }

    /** A task of the lane, already taken out of its running ones, has run for so long. */
    void ended(LaneState lane, long ranNanos, long nowNanos) {
        Kind kind = lane.kind;
        if (kind.isLong) {
            longRunning--;
        }
        boolean first = kind.meanNanos < 0;
        kind.meanNanos = first ? ranNanos : kind.meanNanos + (ranNanos - kind.meanNanos) * WEIGHT;
        kind.activeNanos = nowNanos;
        review(nowNanos, first);
    }

    /** Compares the lanes, unless that has just been done. */
    void review(long nowNanos, boolean atOnce) {
        if (!on || !atOnce && nowNanos - reviewedNanos < REVIEW_NANOS) {
            return;
        }
        reviewedNanos = nowNanos;
        double shortest = Double.MAX_VALUE;
        int active = 0;
        for (LaneState lane : lanes) {
            if (isActive(lane, nowNanos)) {
                active++;
                double nanos = nanos(lane, nowNanos);
                if (nanos >= 0) {
                    shortest = Math.min(shortest, nanos);
                }
            }
        }
        for (LaneState lane : lanes) {
            mark(lane, isLong(lane, nowNanos, shortest, active));
        }
    }

    private boolean isLong(LaneState lane, long nowNanos, double shortest, int active) {
        double nanos = nanos(lane, nowNanos);
        if (nanos < 0) {
            return active > 1;
        }
        double factor = lane.kind.isLong && lane.kind.meanNanos >= 0 ? RATIO / 2 : RATIO;
        return nanos >= LONG_NANOS && nanos >= shortest * factor;
    }

    private void mark(LaneState lane, boolean isLong) {
        if (lane.kind.isLong != isLong) {
            lane.kind.isLong = isLong;
            longRunning += isLong ? lane.running.size() : -lane.running.size();
        }
    }

    private static boolean isActive(LaneState lane, long nowNanos) {
        return lane.running.size() + lane.queued.size() > 0 || nowNanos - lane.kind.activeNanos < FORGET_NANOS;
    }

    /** How long the lane's tasks run, as far as is known, or −1. */
    private static double nanos(LaneState lane, long nowNanos) {
        Job<?> oldest = lane.running.first();
        double known = lane.kind.meanNanos;
        if (oldest == null) {
            return known;
        }
        long sofar = nowNanos - oldest.begunNanos;
        return known >= 0 ? Math.max(known, sofar) : sofar >= LONG_NANOS ? sofar : -1;
    }
}
