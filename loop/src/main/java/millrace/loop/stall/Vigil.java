package millrace.loop.stall;

import java.util.concurrent.TimeUnit;
import millrace.loop.stall.Pulse.Overrun;

/** The watch over one loop. For the watch's own thread only. */
final class Vigil {
    /** A stack is taken when the threshold is passed, and then each time the stall has grown by a half, or by this. */
    private static final long LONGEST_STEP_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** A stall of this length, and ten times it and so on, is told of although it is not over. */
    private static final long TOLD_UNFINISHED_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Pulse pulse;
    private final Reports reports;
    private Counters counters;
    private Stall stall;
    private long nextLookNanos;
    private long tellNanos;
    private long seenCalls = -1;

    Vigil(Pulse pulse, Reports reports) {
        this.pulse = pulse;
        this.reports = reports;
    }

    Pulse pulse() {
        return pulse;
    }

    /** Whether the loop has done anything since this was asked the last time, or is at it. */
    boolean isAwake() {
        long calls = pulse.callCount();
        boolean awake = calls != seenCalls || !pulse.isWaiting();
        seenCalls = calls;
        return awake;
    }

    /** Looks at the loop; the answer is in how many nanoseconds it should be looked at again. */
    long look(Moment moment, long thresholdNanos) {
        long beganNanos = pulse.beganNanos();
        long elapsedNanos = moment.nowNanos() - beganNanos;
        boolean stuck = beganNanos != 0 && elapsedNanos >= thresholdNanos;
        // Before all else: whoever was stuck may go on at any moment.
        Look fresh = stuck && isTime(beganNanos, moment) ? Look.at(pulse) : Look.UNSEEN;
        Counters now = Counters.of(pulse.threadNumber(), moment);
        closeOverruns(moment, now);
        if (fresh != Look.UNSEEN) {
            seen(beganNanos, fresh, moment, now);
        }
        if (!stuck || stall != null) {
            counters = now; // Else it would hide from the report of a turn that was over too soon what went before.
        }
        if (!stuck) {
            return beganNanos == 0 ? Long.MAX_VALUE : thresholdNanos - elapsedNanos;
        }
        return stall == null ? thresholdNanos / 2 : nextLookNanos - moment.nowNanos();
    }

    private boolean isTime(long beganNanos, Moment moment) {
        return stall == null || stall.beganNanos() != beganNanos || moment.nowNanos() >= nextLookNanos;
    }

    private void seen(long beganNanos, Look fresh, Moment moment, Counters now) {
        if (stall == null) {
            stall = new Stall(pulse.name(), beganNanos, before(now));
            tellNanos = TOLD_UNFINISHED_NANOS;
        }
        boolean isNew = nextLookNanos == 0;
        stall.seen(fresh, moment, now);
        long elapsedNanos = moment.nowNanos() - beganNanos;
        nextLookNanos = moment.nowNanos() + Math.min(elapsedNanos / 2, LONGEST_STEP_NANOS);
        StallReport report = stall.report(moment.nowNanos(), false);
        if (isNew) {
            reports.noticed(report);
        }
        if (elapsedNanos >= tellNanos) {
            tellNanos *= 10;
            reports.lasting(report);
        }
    }

    private Counters before(Counters now) {
        return counters == null ? now : counters;
    }

    /** What the loop itself has seen when its turn was over at last. */
    private void closeOverruns(Moment moment, Counters now) {
        for (Overrun overrun = pulse.nextOverrun(); overrun != null; overrun = pulse.nextOverrun()) {
            Stall over = stall != null && stall.beganNanos() == overrun.beganNanos()
                    ? stall
                    : new Stall(pulse.name(), overrun.beganNanos(), before(now));
            over.over(overrun.endedNanos(), Math.max(moment.frozenNanos(), overrun.lateNanos()), now);
            StallReport report = over.report(overrun.endedNanos(), true);
            pulse.count(report.cause());
            reports.over(report);
            stall = null;
            nextLookNanos = 0;
        }
    }
}
