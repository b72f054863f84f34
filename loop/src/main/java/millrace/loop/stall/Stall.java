package millrace.loop.stall;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import millrace.loop.stall.Pauses.Pause;

/**
 * A turn that does not end, as the watch comes to know it. Each look closes a span of time that has a cause; the cause
 * with the most time is the stall's, and the first look that showed it is what is told. For the watch's own thread only.
 */
final class Stall {
    private final String loop;
    private final long beganNanos;
    private final Instant began;
    private final Map<Cause, Span> spans = new EnumMap<>(Cause.class);
    private Counters last;
    private Look look = Look.UNSEEN;
    private long collectedNanos;
    private String collector = "";

    /** What has been explained by one cause. */
    private static final class Span {
        long nanos;
        long runDelayNanos;
        Look look = Look.UNSEEN;
    }

    /** @param before what was counted before the turn began, or soon after */
    Stall(String loop, long beganNanos, Counters before) {
        this.loop = loop;
        this.beganNanos = beganNanos;
        this.began = Instant.now().minusNanos(System.nanoTime() - beganNanos);
        this.last = before;
    }

    long beganNanos() {
        return beganNanos;
    }

    /** The thread is still stuck, and this is how it looks. */
    void seen(Look fresh, Moment moment, Counters now) {
        look = fresh;
        explain(moment.nowNanos(), moment.frozenNanos(), now);
    }

    /** It goes on since a while. The last span has no look of its own. */
    void over(long endedNanos, long frozenNanos, Counters now) {
        explain(endedNanos, frozenNanos, now);
    }

    private void explain(long untilNanos, long frozenNanos, Counters now) {
        long fromNanos = Math.max(last.atNanos(), beganNanos);
        long wallNanos = Math.max(0, untilNanos - fromNanos);
        long runDelayNanos = now.runDelayNanos() - last.runDelayNanos();
        Pause pause = Pauses.since(fromNanos);
        // Of the first span only the last collection can be known, of the others all.
        long totalNanos = Pauses.totalNanos();
        long gcNanos = spans.isEmpty() ? pause.nanos() : Math.max(pause.nanos(), totalNanos - collectedNanos);
        collectedNanos = totalNanos;
        Evidence evidence = new Evidence(wallNanos, now.cpuNanos() - last.cpuNanos(), runDelayNanos,
                Math.min(frozenNanos, wallNanos), gcNanos, now.processCpuNanos() - last.processCpuNanos(),
                look.waiting());
        Span span = spans.computeIfAbsent(evidence.cause(), _ -> new Span());
        span.nanos += wallNanos;
        span.runDelayNanos += runDelayNanos;
        span.look = span.look == Look.UNSEEN ? look : span.look;
        collector = pause.collector().isEmpty() ? collector : pause.collector();
        last = now;
    }

    StallReport report(long untilNanos, boolean isOver) {
        Cause cause = Cause.STOPPED;
        Span span = new Span();
        for (Map.Entry<Cause, Span> entry : spans.entrySet()) {
            if (entry.getValue().nanos >= span.nanos) {
                cause = entry.getKey();
                span = entry.getValue();
            }
        }
        return new StallReport(loop, null, began, Duration.ofNanos(untilNanos - beganNanos), isOver, cause,
                detail(cause, span), span.look.doing(), span.look.stack(), 0);
    }

    private String detail(Cause cause, Span span) {
        return switch (cause) {
            case COMPUTING, BLOCKING_CALL -> "";
            case LOCK -> span.look.lock();
            case GARBAGE_COLLECTION -> collector;
            case SAFEPOINT -> "for a heap dump, a thread dump or the like";
            case NO_PROCESSOR -> "waited " + StallLine.millis(Duration.ofNanos(span.runDelayNanos)) + " for one";
            case STOPPED -> "by SIGSTOP, a debugger, or a pause of its container or machine";
        };
    }
}
