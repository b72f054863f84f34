package millrace.loop.stall;

import java.lang.System.Logger.Level;
import java.util.concurrent.locks.LockSupport;
import millrace.os.ThreadClock;

/**
 * The watch's thread: one for all loops of a process.
 *
 * <pre>
 *            a turn or handler begins                  nobody did anything at four looks
 *   dozing ──────────────────────────▶ looking often ────────────────────────────────────▶ dozing, but looks once more
 *      ▲                                     ▲             a turn or handler begins                   │
 *      │                                     └────────────────────────────────────────────────────────┤
 *      └─────────────────────────── still nobody: waits without end ──────────────────────────────────┘
 * </pre>
 *
 * <p>A loop tells it nothing as long as it looks often: it looks at least once in each turn that lasts as long as the
 * threshold. A loop that begins a turn while it dozes wakes it. The one look more is what makes that safe without a
 * fence in every turn: a loop that still read "looks often" had written that it is awake long before that look.
 */
final class Sampler implements Runnable {
    private static final int QUIET_LOOKS = 4;

    private final LoopWatch watch;
    private volatile boolean dozing = true;
    private volatile Thread thread;
    private boolean failed;

    Sampler(LoopWatch watch) {
        this.watch = watch;
    }

    /** Something begins: time to look, unless nothing is ever a stall. Any thread; a field is read, as a rule. */
    void rouse() {
        if (dozing && watch.thresholdNanos() != Long.MAX_VALUE) {
            wake();
        }
    }

    /** There is something to look at now. Any thread. */
    void wake() {
        dozing = false;
        Thread known = thread;
        if (known == null) {
            start();
        } else {
            LockSupport.unpark(known);
        }
    }

    /** As {@link #wake}, but without a loop there is nothing to look at. */
    void wakeIfStarted() {
        if (thread != null) {
            wake();
        }
    }

    private synchronized void start() {
        if (thread == null) {
            Thread fresh = Thread.ofPlatform()
                    .daemon()
                    .name("millrace-stall-watch")
                    .inheritInheritableThreadLocals(false)
                    .unstarted(this);
            fresh.start();
            thread = fresh;
        }
    }

    @Override
    public void run() {
        int self = ThreadClock.current();
        Moment moment = Moment.first(self);
        int quiet = 0;
        while (true) {
            long waitNanos = lookSafely(moment);
            quiet = watch.isAnyAwake() ? 0 : quiet + 1;
            if (quiet >= QUIET_LOOKS) {
                dozing = true;
            }
            long plannedNanos = await(quiet > QUIET_LOOKS ? Long.MAX_VALUE : waitNanos);
            moment = moment.next(self, plannedNanos);
            // Somebody woke it: the one look more has to come after a whole wait.
            quiet = moment.nowNanos() < plannedNanos ? 0 : quiet;
        }
    }

    /** When to look again. A watch that has died would be silent about all that follows. */
    private long lookSafely(Moment moment) {
        try {
            return watch.look(moment);
        } catch (Throwable t) {
            log(t);
            return watch.thresholdNanos();
        }
    }

    /** Once: what fails may fail at each look. */
    private void log(Throwable t) {
        if (!failed) {
            failed = true;
            System.getLogger("millrace.loop.stall").log(Level.ERROR, "the watch over the loops failed", t);
        }
    }

    /** Waits so long, or until there is something to tell or somebody wakes it; answers when it should have come back. */
    private long await(long nanos) {
        long wait = Math.min(nanos, watch.tellGathered(System.nanoTime()));
        if (wait == Long.MAX_VALUE) {
            LockSupport.park(this);
            return System.nanoTime();
        }
        long plannedNanos = System.nanoTime() + Math.max(0, wait);
        LockSupport.parkNanos(this, Math.max(1, wait));
        return plannedNanos;
    }
}
