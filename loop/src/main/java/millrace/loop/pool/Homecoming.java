package millrace.loop.pool;

import java.lang.System.Logger.Level;
import java.util.concurrent.RejectedExecutionException;
import millrace.loop.EventLoop;

/**
 * The way of jobs back to the loop that submitted them. Any worker brings; the first of a batch asks the loop to come
 * and get them, which wakes it at most once, and the loop takes all that are there by then; of very many, some in this
 * turn and some in the next.
 */
final class Homecoming implements Runnable {
    /** How many jobs complete before the loop turns to other things. */
    static final int BUDGET = 1_024;

    private static final int STAMP_SHARERS = 8;

    private static final ThreadLocal<Homecoming> OF_THREAD = new ThreadLocal<>();

    final EventLoop loop;
    private final JobStack arrived = new JobStack();

    /** What was too much for one turn. Written by the loop's thread. */
    private volatile Job<?> left;

    /** Whether the loop has ended. */
    private volatile boolean over;

    /** When one of the latest jobs was submitted, in which turn of the loop, and how many more may take that as theirs. */
    private long stampNanos;

    private long stampTurn = -1;
    private int stampsLeft;

    private Homecoming(EventLoop loop) {
        this.loop = loop;
    }

    /** That of the loop whose thread this is, or {@code null}. */
    static Homecoming current() {
        EventLoop loop = EventLoop.current();
        if (loop == null) {
            return null;
        }
        Homecoming home = OF_THREAD.get();
        if (home == null || home.loop != loop) {
            home = new Homecoming(loop);
            loop.ended().thenRun(home::loopEnded);
            OF_THREAD.set(home);
        }
        return home;
    }

    /**
     * When a job is submitted, on the loop. Asking the clock costs as much as a tenth of an empty task, so a few that are
     * submitted in one turn share an answer, that of the first.
     */
    long submissionNanos() {
        if (--stampsLeft < 0 || loop.turns() != stampTurn) {
            stampsLeft = STAMP_SHARERS - 1;
            stampTurn = loop.turns();
            stampNanos = System.nanoTime();
        }
        return stampNanos;
    }

    /**
     * Leaves a job here, once. Any thread.
     *
     * @return whether the loop is to be called to it; if not, somebody else has called, or will
     */
    boolean bring(Job<?> job) {
        return arrived.add(job);
    }

    /** Asks the loop to come. Any thread. */
    void call() {
        try {
            loop.execute(this);
        } catch (RejectedExecutionException e) {
            System.getLogger("millrace.loop")
                    .log(Level.WARNING, "jobs complete on a virtual thread, because " + e.getMessage());
            Thread.startVirtualThread(this);
        }
    }

    /** Completes what has arrived, first come first; on the loop. */
    @Override
    public void run() {
        // What is left comes first, and then this.
        if (left == null) {
            finish(arrived.takeAll());
        }
    }

    private void goOn() {
        Job<?> first = left;
        left = null;
        finish(first);
        run();
    }

    private void finish(Job<?> first) {
        Job<?> job = first;
        for (int i = 0; job != null && (i < BUDGET || over || !loop.inLoop()); i++) {
            Job<?> after = job.link;
            job.link = null;
            job.finish();
            job = after;
        }
        if (job != null) {
            left = job;
            loop.immediate(this::goOn);
        }
    }

    /** On the loop's thread, when it takes no immediates any more. */
    private void loopEnded() {
        over = true;
        goOn();
    }
}
