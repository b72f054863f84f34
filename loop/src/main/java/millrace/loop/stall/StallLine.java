package millrace.loop.stall;

import java.time.Duration;

/** A stall as one line of text. Pure logic. */
final class StallLine {
    private StallLine() {}

    /**
     * {@code loop http-0 was stuck for 212 ms in a blocking call: Thread.sleep at Blocked.slow(Blocked.java:31), during
     * GET /sleep from 127.0.0.1:40312}.
     */
    static String of(StallReport report) {
        StringBuilder line = new StringBuilder(subject(report));
        line.append(millis(report.length()));
        // "in a blocking call" needs no comma before it; the others are participles.
        line.append(report.cause() == Cause.BLOCKING_CALL ? " " : ", ").append(report.cause().phrase());
        if (!report.detail().isEmpty()) {
            line.append(" (").append(report.detail()).append(')');
        }
        if (!report.place().isEmpty()) {
            line.append(report.cause().isOfCallback() ? ": " : "; it was in ").append(report.place());
        }
        if (!report.doing().isEmpty()) {
            line.append(", during ").append(report.doing());
        }
        return line.toString();
    }

    private static String subject(StallReport report) {
        if (report.carrier() != null) {
            return "virtual thread " + report.loop() + (report.isOver() ? " held " : " has been holding ") + "its carrier "
                    + report.carrier() + " for ";
        }
        return "loop " + report.loop() + (report.isOver() ? " was stuck for " : " has been stuck for ");
    }

    /** What else is told of a culprit that has been told of before. */
    static String again(StallReport last, long times, Duration span, Duration longest) {
        return times + " more of these in " + seconds(span) + ", the longest " + millis(longest) + "; the last: "
                + of(last);
    }

    static String millis(Duration length) {
        long millis = length.toMillis();
        return millis < 10_000 ? millis + " ms" : seconds(length);
    }

    private static String seconds(Duration length) {
        long tenths = length.toMillis() / 100;
        return tenths % 10 == 0 || tenths >= 1000 ? tenths / 10 + " s" : tenths / 10 + "." + tenths % 10 + " s";
    }
}
