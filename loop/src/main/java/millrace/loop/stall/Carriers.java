package millrace.loop.stall;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import millrace.loop.stall.Evidence.Waiting;

/**
 * The watch over virtual threads. One that computes for long, or waits where it cannot let go of its carrier (below a
 * native frame), takes the carrier from all others, and there are only as many carriers as processors.
 *
 * <p>Whether a virtual thread has a carrier is told by its {@link Thread#toString}: {@code
 * VirtualThread[#31]/runnable@ForkJoinPool-1-worker-1}, and the state is the carrier's. One that is found on the same
 * carrier at each of several looks that span the threshold has held it. {@link #add} and {@link #remove} are for any
 * thread, the rest for the watch's own.
 */
final class Carriers {
    /** Of thousands that wait for something each look takes some, in turn. */
    private static final int LOOKS_AT_ONCE = 128;

    private static final int LEAST_TIMES = 3;

    private final Set<Handling> handlings = ConcurrentHashMap.newKeySet();
    private final List<Handling> holding = new ArrayList<>();
    private final Reports reports;
    private Iterator<Handling> next = handlings.iterator();
    private boolean anyMounted;

    Carriers(Reports reports) {
        this.reports = reports;
    }

    void add(Handling handling) {
        handlings.add(handling);
    }

    void remove(Handling handling) {
        handlings.remove(handling);
    }

    /** Whether one had a carrier at the last look. */
    boolean isAnyMounted() {
        return anyMounted;
    }

    void look(long nowNanos, long thresholdNanos) {
        holding.removeIf(handling -> handling.endedNanos() != 0 && over(handling, handling.endedNanos()));
        anyMounted = false;
        if (!next.hasNext()) {
            next = handlings.iterator();
        }
        for (int i = 0; i < LOOKS_AT_ONCE && next.hasNext(); i++) {
            look(next.next(), nowNanos, thresholdNanos);
        }
    }

    private void look(Handling handling, long nowNanos, long thresholdNanos) {
        String text = handling.thread().toString();
        String carrier = carrier(text);
        anyMounted |= carrier != null;
        if (carrier == null || !carrier.equals(handling.carrier)) {
            if (handling.noticed) {
                holding.remove(handling);
                over(handling, handling.seenNanos);
            }
            handling.carrier = carrier;
            handling.mountedNanos = nowNanos;
            handling.times = 0;
        }
        handling.times++;
        handling.seenNanos = nowNanos;
        boolean held = handling.times >= LEAST_TIMES && nowNanos - handling.mountedNanos >= thresholdNanos;
        if (carrier != null && held && !handling.noticed) {
            notice(handling, state(text), nowNanos);
        }
    }

    private void notice(Handling handling, Thread.State state, long nowNanos) {
        List<StackTraceElement> stack = List.of(handling.thread().getStackTrace());
        Look look = Look.of(handling.thread(), state, stack, Look.doing(handling.what()), 0);
        if (handling.endedNanos() != 0 || stack.isEmpty()) {
            return;
        }
        handling.noticed = true;
        handling.look = look;
        handling.cause = cause(look);
        holding.add(handling);
        reports.noticed(report(handling, nowNanos, false));
    }

    /** Of a virtual thread the kernel counts nothing; below a native method it most likely waits. */
    static Cause cause(Look look) {
        return switch (look.waiting()) {
            case LOCK -> Cause.LOCK;
            case CALL -> Cause.BLOCKING_CALL;
            case LOADING -> Cause.LOADING;
            case NONE, UNSEEN -> look.stack().getFirst().isNativeMethod() ? Cause.BLOCKING_CALL : Cause.COMPUTING;
        };
    }

    private boolean over(Handling handling, long endedNanos) {
        handling.noticed = false;
        reports.over(report(handling, endedNanos, true));
        return true;
    }

    private static StallReport report(Handling handling, long untilNanos, boolean isOver) {
        Duration length = Duration.ofNanos(Math.max(0, untilNanos - handling.mountedNanos));
        Look look = handling.look;
        return new StallReport("#" + handling.thread().threadId(), handling.carrier, Instant.now().minus(length), length,
                isOver, handling.cause, look.waiting() == Waiting.LOCK ? look.lock() : "", look.doing(), look.stack(), 0);
    }

    /** The carrier in a virtual thread's text, or null when it has none. */
    static String carrier(String text) {
        int at = text.lastIndexOf('@');
        return at < 0 || at < text.lastIndexOf("]/") ? null : text.substring(at + 1);
    }

    /** The carrier's state in a virtual thread's text. */
    static Thread.State state(String text) {
        String word = text.substring(text.lastIndexOf("]/") + 2, text.lastIndexOf('@'));
        for (Thread.State state : Thread.State.values()) {
            if (state.name().equalsIgnoreCase(word)) {
                return state;
            }
        }
        return Thread.State.RUNNABLE;
    }
}
