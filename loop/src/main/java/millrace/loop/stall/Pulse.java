package millrace.loop.stall;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import millrace.os.ThreadClock;
import org.HdrHistogram.Histogram;

/**
 * What a loop writes for the watch: when its turn began, and which callback runs. The loop's thread writes, with plain
 * stores ordered by a release, which cost it next to nothing; the watch's thread reads at any moment.
 */
public final class Pulse {
    private static final long LONGEST_NANOS = Duration.ofHours(1).toNanos();
    private static final int WAITING = 0;

    private final String name;
    private final LoopWatch watch;
    private volatile Thread thread;
    private volatile int threadNumber;
    private volatile boolean ended;

    /** When the turn began, or {@link #WAITING} for events. */
    private final AtomicLong beganNanos = new AtomicLong(WAITING);

    /** How many callbacks have been begun. Written after {@link #callback}, which is read after it. */
    private final AtomicLong calls = new AtomicLong();

    private Object callback;
    private long callCount;
    private long lateNanos;

    /** {@link #calls} when the turn began; written before {@link #beganNanos}, which is read before it. */
    private long callsBefore;

    private Counters first;

    /**
     * Delays in nanoseconds. One thread writes; a copy made meanwhile may lack the newest, and no more: its array never
     * grows, and a count is one word.
     */
    private final Histogram delays = new Histogram(1024, LONGEST_NANOS, 2);

    private final Queue<Overrun> overruns = new ConcurrentLinkedQueue<>();
    private final AtomicLongArray stalls = new AtomicLongArray(Cause.values().length);

    /**
     * A turn that took too long.
     *
     * @param lateNanos how much of it had passed before the loop's thread ran: it came late out of its own wait
     * @param callsBefore how many callbacks had been begun before it
     * @param calls how many when it ended
     */
    record Overrun(long beganNanos, long endedNanos, long lateNanos, long callsBefore, long calls) {}

    Pulse(String name, LoopWatch watch) {
        this.name = name;
        this.watch = watch;
    }

    // --- the loop's thread ---

    /** The calling thread is the loop's, and begins its first turn. */
    public void begins(long nowNanos) {
        int number = ThreadClock.current();
        attach(number, Counters.of(number, nowNanos, ThreadClock.processCpuNanos()));
        watch.add(this);
        wakes(nowNanos, nowNanos);
    }

    /** @param counted until now: a first turn may take too long before anybody has looked */
    void attach(int number, Counters counted) {
        threadNumber = number;
        first = counted;
        thread = Thread.currentThread();
    }

    /**
     * A turn begins: the loop's wait for events is over.
     *
     * @param dueNanos when it should have been over at the latest: a thread that was not let run is late from then on
     */
    public void wakes(long nowNanos, long dueNanos) {
        lateNanos = Math.max(0, nowNanos - dueNanos);
        callsBefore = callCount;
        // Never zero, which means something else; a nanosecond does not matter.
        beganNanos.lazySet((nowNanos - lateNanos) | 1);
        watch.rouse();
    }

    /** A callback begins. */
    public void calls(Object next) {
        callback = next;
        calls.lazySet(++callCount);
    }

    /** The turn is over: the loop is about to wait, or to look, for events. */
    public void rests(long nowNanos) {
        long began = beganNanos.getPlain();
        long delayNanos = nowNanos - began;
        delays.recordValue(Math.clamp(delayNanos, 0, LONGEST_NANOS));
        if (delayNanos >= watch.thresholdNanos()) {
            overruns.add(new Overrun(began, nowNanos, lateNanos, callsBefore, callCount));
            watch.wake();
        }
        beganNanos.lazySet(WAITING);
        callback = null;
    }

    /** The loop has ended. */
    public void ends() {
        rests(System.nanoTime());
        ended = true;
        watch.wake();
    }

    // --- any thread ---

    String name() {
        return name;
    }

    Thread thread() {
        return thread;
    }

    int threadNumber() {
        return threadNumber;
    }

    boolean hasEnded() {
        return ended;
    }

    boolean isWaiting() {
        return beganNanos.get() == WAITING;
    }

    long beganNanos() {
        return beganNanos.get();
    }

    long callCount() {
        return calls.get();
    }

    long callsBefore() {
        return callsBefore;
    }

    /** What had been counted of the thread when the loop began. */
    Counters first() {
        return first;
    }

    Object callback() {
        return callback;
    }

    Overrun nextOverrun() {
        return overruns.poll();
    }

    void count(Cause cause) {
        stalls.incrementAndGet(cause.ordinal());
    }

    LoopFigures figures() {
        Histogram copy = delays.copy();
        Map<Cause, Long> counted = new EnumMap<>(Cause.class);
        for (Cause cause : Cause.values()) {
            if (stalls.get(cause.ordinal()) > 0) {
                counted.put(cause, stalls.get(cause.ordinal()));
            }
        }
        return new LoopFigures(name, copy.getTotalCount(), at(copy, 50), at(copy, 90), at(copy, 99), at(copy, 99.9),
                Duration.ofNanos(copy.getMaxValue()), counted);
    }

    private static Duration at(Histogram histogram, double percentile) {
        return Duration.ofNanos(histogram.getValueAtPercentile(percentile));
    }
}
