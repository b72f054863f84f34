package millrace.loop.stall;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Who has been stuck, and how often. The first stall of a culprit is told at once; what it does after that is counted
 * and told together, at intervals that double. Pure logic: time comes in from outside.
 */
final class Ledger {
    static final long FIRST_INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(10);
    static final long LONGEST_INTERVAL_NANOS = TimeUnit.MINUTES.toNanos(10);

    /** Beyond that many, culprits of one cause count as one: the ledger does not grow with what clients send. */
    private static final int MOST_CULPRITS = 500;

    /** How many of the application's frames, from where the loop calls it inwards, tell culprits apart. */
    private static final int PATH = 4;

    private final Map<String, Culprit> culprits = new HashMap<>();

    private static final class Culprit {
        StallReport last;
        long count;
        long untold;
        long longestNanos;
        long toldNanos;
        long intervalNanos = FIRST_INTERVAL_NANOS;
        boolean known;
        boolean toldBegin;

        Culprit(StallReport first) {
            last = first;
        }
    }

    /** Counts a stall that is over, of which nothing is to be told. */
    void count(StallReport report) {
        Culprit culprit = culprit(report);
        culprit.last = report.counted(++culprit.count);
    }

    /** Counts a stall that is over; the line to tell now, or null. */
    String record(StallReport report, long nowNanos) {
        Culprit culprit = culprit(report);
        culprit.last = report.counted(++culprit.count);
        if (culprit.toldBegin || !culprit.known) {
            culprit.known = true;
            culprit.toldBegin = false;
            culprit.toldNanos = nowNanos;
            return StallLine.of(culprit.last);
        }
        culprit.untold++;
        culprit.longestNanos = Math.max(culprit.longestNanos, report.length().toNanos());
        return isDue(culprit, nowNanos) ? tell(culprit, nowNanos) : null;
    }

    /**
     * A stall that goes on for so long that it is told of before it is over: the line to tell now, or null when the
     * culprit is known, unless it may be stuck for good.
     */
    String begin(StallReport report) {
        Culprit culprit = culprit(report);
        if ((culprit.known || culprit.toldBegin) && report.length().toNanos() < FIRST_INTERVAL_NANOS) {
            return null;
        }
        culprit.toldBegin = true;
        culprit.last = report;
        return StallLine.of(report);
    }

    /** The report with the number of stalls of its culprit that are over. */
    StallReport counted(StallReport report) {
        return report.counted(culprit(report).count);
    }

    private Culprit culprit(StallReport report) {
        String key = key(report);
        if (culprits.size() >= MOST_CULPRITS && !culprits.containsKey(key)) {
            key = report.cause().name();
        }
        return culprits.computeIfAbsent(key, _ -> new Culprit(report));
    }

    /** The cause, and for what a callback did itself the way into it; for a call that waits, the call too. */
    static String key(StallReport report) {
        List<StackTraceElement> stack = report.stack();
        StringBuilder key = new StringBuilder(report.cause().name()).append(report.carrier() != null);
        if (!report.cause().isOfCallback()) {
            return key.toString();
        }
        int place = Frames.place(stack);
        if (place != 0 && !stack.isEmpty() && (report.cause() != Cause.COMPUTING || place < 0)) {
            key.append(Frames.method(stack.get(Math.max(0, place - 1))));
        }
        List<StackTraceElement> path = stack.reversed().stream().filter(Frames::isApplication).limit(PATH).toList();
        path.forEach(frame -> key.append(' ').append(frame.getClassName()).append('.').append(frame.getMethodName()));
        return key.toString();
    }

    /** The lines that are due. */
    List<String> due(long nowNanos) {
        List<String> lines = new ArrayList<>();
        for (Culprit culprit : culprits.values()) {
            if (culprit.untold > 0 && isDue(culprit, nowNanos)) {
                lines.add(tell(culprit, nowNanos));
            }
        }
        return lines;
    }

    /** When {@link #due} has something to say, in nanoseconds from now; {@link Long#MAX_VALUE} for never. */
    long nanosToNext(long nowNanos) {
        long next = Long.MAX_VALUE;
        for (Culprit culprit : culprits.values()) {
            if (culprit.untold > 0) {
                next = Math.min(next, Math.max(0, culprit.toldNanos + culprit.intervalNanos - nowNanos));
            }
        }
        return next;
    }

    private static boolean isDue(Culprit culprit, long nowNanos) {
        return nowNanos - culprit.toldNanos >= culprit.intervalNanos;
    }

    private static String tell(Culprit culprit, long nowNanos) {
        Duration span = Duration.ofNanos(nowNanos - culprit.toldNanos);
        String line = StallLine.again(culprit.last, culprit.untold, span, Duration.ofNanos(culprit.longestNanos));
        culprit.untold = 0;
        culprit.longestNanos = 0;
        culprit.toldNanos = nowNanos;
        culprit.intervalNanos = Math.min(culprit.intervalNanos * 2, LONGEST_INTERVAL_NANOS);
        return line;
    }

    /** The last report of each culprit, with its count. */
    List<StallReport> culprits() {
        return culprits.values().stream().map(culprit -> culprit.last).toList();
    }
}
