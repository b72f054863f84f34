package millrace.loop.stall;

import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import millrace.loop.stall.Pulse.Overrun;

/** The watch over one loop. For the watch's own thread only. */
final class Vigil {
    /** A stack is taken when the threshold is passed, and then each time the stall has grown by a half, or by this. */
    private static final long LONGEST_STEP_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** A stall of this length, and ten times it and so on, is told of although it is not over. */
    private static final long TOLD_UNFINISHED_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** In a loop's first seconds the log says nothing of a stall that is the start's, or of which nothing was seen. */
    private static final long WARM_UP_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final Pulse pulse;
    private final Reports reports;
    private final Function<Moment, Counters> clocks;
    private Counters counters;
    private Stall stall;
    private long nextLookNanos;
    private long tellNanos;
    private long seenCalls = -1;
    private long callAtLastLook = -1;

    Vigil(Pulse pulse, Reports reports) {
        this(pulse, reports, moment -> Counters.of(pulse.threadNumber(), moment));
    }

    Vigil(Pulse pulse, Reports reports, Function<Moment, Counters> clocks) {
        this.pulse = pulse;
        this.reports = reports;
        this.clocks = clocks;
        this.counters = pulse.first();
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
        Counters now = clocks.apply(moment);
        boolean isOver = closeOverruns(beganNanos, fresh, moment, now);
        if (fresh != Look.UNSEEN && !isOver) {
            seen(beganNanos, fresh, moment, now);
        }
        if (!stuck || stall != null) {
            counters = now; // Else it would hide from the report of a turn that was over too soon what went before.
            callAtLastLook = fresh == Look.UNSEEN ? pulse.callCount() : fresh.call();
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
        boolean isNew = stall == null || stall.beganNanos() != beganNanos;
        if (isNew) {
            stall = new Stall(pulse.name(), beganNanos, pulse.callsBefore(), counters);
            tellNanos = TOLD_UNFINISHED_NANOS;
        }
        stall.seen(fresh, callAtLastLook, moment, now);
        long elapsedNanos = moment.nowNanos() - beganNanos;
        nextLookNanos = moment.nowNanos() + Math.min(elapsedNanos / 2, LONGEST_STEP_NANOS);
        StallReport report = stall.report(moment.nowNanos(), false, fresh.call());
        if (isNew) {
            reports.noticed(report);
        }
        if (elapsedNanos >= tellNanos) {
            tellNanos *= 10;
            reports.lasting(report);
        }
    }

    /**
     * What the loop itself has seen when its turn was over at last.
     *
     * @return whether the turn that was looked at is over by now, and told of
     */
    private boolean closeOverruns(long beganNanos, Look fresh, Moment moment, Counters now) {
        boolean isOver = false;
        for (Overrun overrun = pulse.nextOverrun(); overrun != null; overrun = pulse.nextOverrun()) {
            if (overrun.beganNanos() == beganNanos) {
                isOver = true;
                if (fresh != Look.UNSEEN) {
                    seen(beganNanos, fresh, moment, now);
                }
            }
            close(overrun, moment, now);
        }
        return isOver;
    }

    /** A program that has just begun loads classes and competes with its own compiler: no line about that. */
    private static boolean isWarmUp(StallReport report, long ageNanos) {
        boolean isNoise = switch (report.cause()) {
            case LOADING -> true;
            case NO_PROCESSOR -> Frames.isLoading(report.stack())
                    || report.stack().stream().noneMatch(Frames::isApplication);
            case COMPUTING, LOCK, BLOCKING_CALL, WAITING -> report.stack().isEmpty();
            case GARBAGE_COLLECTION, SAFEPOINT, STOPPED -> false;
        };
        return ageNanos < WARM_UP_NANOS && isNoise;
    }

    private void close(Overrun overrun, Moment moment, Counters now) {
        Stall over = stall != null && stall.beganNanos() == overrun.beganNanos()
                ? stall
                : new Stall(pulse.name(), overrun.beganNanos(), overrun.callsBefore(), counters);
        over.over(overrun, Math.max(moment.frozenNanos(), overrun.lateNanos()), now);
        StallReport report = over.report(overrun.endedNanos(), true, overrun.calls());
        pulse.count(report.cause());
        if (isWarmUp(report, overrun.beganNanos() - pulse.first().atNanos())) {
            reports.unimportant(report);
        } else {
            reports.over(report);
        }
        stall = null;
    }
}
