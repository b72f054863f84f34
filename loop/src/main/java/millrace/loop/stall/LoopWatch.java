package millrace.loop.stall;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The watch over all loops of a process, always on: it notices a turn that takes longer than a threshold while it does,
 * looks where the loop's thread is stuck and with what, and says why. See {@link StallReport}.
 *
 * <p>Reports go to the log ({@code millrace.loop.stall}; a culprit's first at once, its others together), to a flight
 * recording as {@code millrace.Stall}, and to whoever asks by {@link #onStall}. In a loop's first ten seconds the log
 * has no line about loaded classes, a machine that was too busy, or a stall that nothing was seen of. Any thread.
 */
public final class LoopWatch {
    /** Sets the threshold in milliseconds when the program starts; 0, or less, is for never. */
    public static final String THRESHOLD_PROPERTY = "millrace.stall.millis";

    private static final long DEFAULT_MILLIS = 50;

    private static final LoopWatch SHARED =
            new LoopWatch(Duration.ofMillis(Math.max(0, Long.getLong(THRESHOLD_PROPERTY, DEFAULT_MILLIS))), Reports::warn);

    private final List<Vigil> vigils = new CopyOnWriteArrayList<>();
    private final Carriers carriers;
    private final Reports reports;
    private final Sampler sampler;
    private volatile long thresholdNanos;

    LoopWatch(Duration threshold, Consumer<String> log) {
        reports = new Reports(log);
        carriers = new Carriers(reports);
        sampler = new Sampler(this);
        thresholdNanos = nanos(threshold);
    }

    /** The one of this process. */
    public static LoopWatch shared() {
        return SHARED;
    }

    /** How long a turn may take, by default 50 ms, before it is a stall. */
    public Duration threshold() {
        return thresholdNanos == Long.MAX_VALUE ? Duration.ZERO : Duration.ofNanos(thresholdNanos);
    }

    /** Changes the threshold for all loops from now on; zero is for never. */
    public void threshold(Duration threshold) {
        thresholdNanos = nanos(threshold);
        sampler.wakeIfStarted();
    }

    private static long nanos(Duration threshold) {
        if (threshold.isNegative()) {
            throw new IllegalArgumentException("a threshold of " + threshold);
        }
        // Shorter ones would keep the watch busier than the loops.
        return threshold.isZero() ? Long.MAX_VALUE : Math.max(threshold.toNanos(), TimeUnit.MILLISECONDS.toNanos(1));
    }

    /**
     * Lets the program act on stalls: shed load, end the process so that another takes its place. It hears of each stall
     * twice: when it is noticed, with {@link StallReport#isOver} false, and when it is over; only once when it was over
     * before it could be looked at. On a thread for reports; what the hook throws is logged.
     *
     * @return takes the hook away again
     */
    public Runnable onStall(Consumer<StallReport> hook) {
        reports.hooks().add(hook);
        return () -> reports.hooks().remove(hook);
    }

    /** The figures of each loop that runs. */
    public List<LoopFigures> figures() {
        return vigils.stream()
                .map(Vigil::pulse)
                .filter(pulse -> !pulse.hasEnded())
                .map(Pulse::figures)
                .toList();
    }

    /** Each distinct culprit until now: its last stall, with how many there were. */
    public List<StallReport> culprits() {
        return reports.culprits();
    }

    /** For a loop: what it has to write. */
    public Pulse pulse(String name) {
        return new Pulse(name, this);
    }

    /** The calling virtual thread begins something that should let go of its carrier soon, or compute briefly. */
    public Handling handling(Described what) {
        Handling handling = new Handling(Thread.currentThread(), what, carriers, System.nanoTime());
        carriers.add(handling);
        rouse();
        return handling;
    }

    void add(Pulse pulse) {
        vigils.add(new Vigil(pulse, reports));
    }

    long thresholdNanos() {
        return thresholdNanos;
    }

    void rouse() {
        sampler.rouse();
    }

    void wake() {
        sampler.wake();
    }

    // --- the sampler's thread ---

    /** Looks at all; the answer is in how many nanoseconds it should look again while anybody is awake. */
    long look(Moment moment) {
        long threshold = thresholdNanos;
        long next = threshold / 4 * 3;
        for (Vigil vigil : vigils) {
            boolean ended = vigil.pulse().hasEnded();
            next = Math.min(next, vigil.look(moment, threshold));
            if (ended) {
                vigils.remove(vigil);
            }
        }
        carriers.look(moment.nowNanos(), threshold);
        return next;
    }

    boolean isAnyAwake() {
        boolean awake = carriers.isAnyMounted();
        for (Vigil vigil : vigils) {
            awake |= vigil.isAwake();
        }
        return awake;
    }

    long tellGathered(long nowNanos) {
        return reports.gathered(nowNanos);
    }
}
