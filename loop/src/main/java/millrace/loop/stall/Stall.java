package millrace.loop.stall;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import millrace.loop.stall.Pauses.Pause;
import millrace.loop.stall.Pulse.Overrun;

/**
 * A turn that does not end, as the watch comes to know it. Each look closes a span of time that has a cause; the cause
 * with the most time is the stall's, and of its looks the one at the callback that had most of that time is what is
 * told. For the watch's own thread only.
 */
final class Stall {
    private final String loop;
    private final long beganNanos;
    private final long callsBefore;
    private final Instant began;
    private final Map<Cause, Share> shares = new EnumMap<>(Cause.class);
    private Counters last;
    private Look look = Look.UNSEEN;
    private long collectedNanos;
    private String collector = "";

    /** What has been explained by one cause. */
    private static final class Share {
        long nanos;
        long runDelayNanos;

        /** At the callback with most of it, and how much that has. */
        Look look = Look.UNSEEN;

        long lookNanos;
        private Look latest = Look.UNSEEN;
        private long latestNanos;

        void add(Look seen, long wallNanos, long ofCallNanos) {
            nanos += wallNanos;
            if (seen.call() != latest.call()) {
                latest = seen;
                latestNanos = 0;
            }
            latestNanos += ofCallNanos;
            if (look == Look.UNSEEN || latestNanos > lookNanos) {
                look = latest;
                lookNanos = latestNanos;
            }
        }
    }

    /**
     * @param callsBefore how many callbacks had been begun before the turn
     * @param before what was counted before the turn began, or soon after
     */
    Stall(String loop, long beganNanos, long callsBefore, Counters before) {
        this.loop = loop;
        this.beganNanos = beganNanos;
        this.callsBefore = callsBefore;
        this.began = Instant.now().minusNanos(System.nanoTime() - beganNanos);
        this.last = before;
    }

    long beganNanos() {
        return beganNanos;
    }

    /**
     * The thread is still stuck, and this is how it looks.
     *
     * @param callAtLastLook the callback that ran when it was looked at the last time, stuck or not
     */
    void seen(Look fresh, long callAtLastLook, Moment moment, Counters now) {
        boolean held = fresh.call() == callAtLastLook || fresh.call() <= callsBefore + 1;
        look = fresh;
        explain(moment.nowNanos(), moment.frozenNanos(), now, held);
    }

    /** It goes on since a while. The last span has no look of its own. */
    void over(Overrun overrun, long frozenNanos, Counters now) {
        explain(overrun.endedNanos(), frozenNanos, now, look.call() == overrun.calls());
    }

    /** @param held whether one callback ran all the time; else it had some part of it, so the half is taken */
    private void explain(long untilNanos, long frozenNanos, Counters now, boolean held) {
        long fromNanos = Math.max(last.atNanos(), beganNanos);
        long wallNanos = Math.max(0, untilNanos - fromNanos);
        long runDelayNanos = runDelayNanos(now);
        Pause pause = Pauses.since(fromNanos);
        // Of the first span only the last collection can be known, of the others all.
        long totalNanos = Pauses.totalNanos();
        long gcNanos = shares.isEmpty() ? pause.nanos() : Math.max(pause.nanos(), totalNanos - collectedNanos);
        collectedNanos = totalNanos;
        Evidence evidence = new Evidence(wallNanos, cpuNanos(fromNanos, wallNanos, now), runDelayNanos,
                Math.min(frozenNanos, wallNanos), gcNanos, now.processCpuNanos() - last.processCpuNanos(),
                look.waiting());
        Share share = shares.computeIfAbsent(evidence.cause(), _ -> new Share());
        share.add(look, wallNanos, held ? wallNanos : wallNanos / 2);
        share.runDelayNanos += runDelayNanos;
        collector = pause.collector().isEmpty() ? collector : pause.collector();
        last = now;
    }

    /** Less than before when it could not be read this time: without a descriptor to read it by, say. */
    private long runDelayNanos(Counters now) {
        return Math.max(0, now.runDelayNanos() - last.runDelayNanos());
    }

    /**
     * The span's processor time. The kernel's figure also has what the loop used between the look before and the
     * beginning of the turn, which is shorter than the turn: if it stood still for longer than it ran, that is all.
     */
    private long cpuNanos(long fromNanos, long wallNanos, Counters now) {
        long cpuNanos = now.cpuNanos() - last.cpuNanos();
        long earlierNanos = fromNanos - last.atNanos();
        long stillNanos = earlierNanos + wallNanos - cpuNanos - runDelayNanos(now);
        return earlierNanos < wallNanos && stillNanos > cpuNanos ? Math.max(0, cpuNanos - earlierNanos) : cpuNanos;
    }

    /** @param calls how many callbacks had been begun until now */
    StallReport report(long untilNanos, boolean isOver, long calls) {
        Cause cause = Cause.STOPPED;
        Share share = new Share();
        for (Map.Entry<Cause, Share> entry : shares.entrySet()) {
            if (entry.getValue().nanos >= share.nanos) {
                cause = entry.getKey();
                share = entry.getValue();
            }
        }
        return new StallReport(loop, null, began, Duration.ofNanos(untilNanos - beganNanos), isOver, cause,
                detail(cause, share, calls - callsBefore), share.look.doing(), share.look.stack(), 0);
    }

    private String detail(Cause cause, Share share, long calls) {
        return switch (cause) {
            case COMPUTING, BLOCKING_CALL, LOADING, WAITING -> calls > 1 && share.lookNanos < share.nanos / 2
                    ? "in " + calls + " callbacks, one after the other" + (share.look.stack().isEmpty() ? "" : "; one of them")
                    : "";
            case LOCK -> share.look.lock();
            case GARBAGE_COLLECTION -> collector;
            case SAFEPOINT -> "for a heap dump, a thread dump or the like";
            case NO_PROCESSOR -> share.runDelayNanos < TimeUnit.MILLISECONDS.toNanos(1) ? ""
                    : "waited " + StallLine.millis(Duration.ofNanos(share.runDelayNanos)) + " for one";
            case STOPPED -> "by SIGSTOP, a debugger, or a pause of its container or machine";
        };
    }
}
