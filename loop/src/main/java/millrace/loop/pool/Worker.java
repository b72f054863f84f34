package millrace.loop.pool;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;

/** One thread of a {@link Crew}. */
final class Worker implements Runnable {
    private static final ThreadLocal<Crew> CREW = new ThreadLocal<>();

    private static final VarHandle OWED;

    /** For how long jobs that are done may wait for the call. */
    private static final long MOST_OWED_NANOS = 5_000;

    static {
        try {
            OWED = MethodHandles.lookup().findVarHandle(Worker.class, "owed", Homecoming.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private final Crew crew;
    private Thread thread;
    private boolean dismissed;

    /** How long to look for more before it sleeps; set by the crew. */
    long searchNanos;

    /** Set by who took it out of the list of the idle, so once for each sleep. */
    private volatile boolean called;

    private volatile boolean parked;

    /** Whose loop is to be called yet. */
    private volatile Homecoming owed;

    private long owedSinceNanos;

    Worker(Crew crew) {
        this.crew = crew;
    }

    void start(Thread.Builder threads) {
        thread = threads.unstarted(this);
        thread.start();
    }

    @Override
    public void run() {
        CREW.set(crew);
        crew.greeting.run();
        do {
            Job<?> job = crew.arrive(this);
            while (job != null) {
                job = perform(job);
            }
        } while (!dismissed && (search() || sleep()));
    }

    private Job<?> perform(Job<?> job) {
        Future<?> alarm = job.alarm;
        if (alarm != null) {
            alarm.cancel(false);
        }
        // Who meant to interrupt an earlier task comes too late.
        Thread.interrupted();
        Object outcome = job.work();
        // What the task left behind is not for those that hear of its end.
        Thread.interrupted();
        if (outcome != null) {
            job.forgetWork();
            if (job.completesAnywhere()) {
                return completeHere(job, outcome);
            }
        }
        Job<?> next = crew.ended(this, job, outcome);
        owe(outcome == null ? null : job.settleQuietly(outcome), next);
        return next;
    }

    /** Before the next job is taken, since what depends on this one may run for long, or wait for the next. */
    private Job<?> completeHere(Job<?> job, Object outcome) {
        pay();
        crew.ended(job, outcome);
        job.settle(outcome);
        return crew.ended(this, null, null);
    }

    /**
     * Calls the loop to which a job has come home, but not yet if the next job is over in a moment, too: a loop that is
     * woken for each of many takes the processor away from who works for it.
     */
    private void owe(Homecoming home, Job<?> next) {
        if (home != null && home != owed) {
            pay();
            owedSinceNanos = next == null ? 0 : next.begunNanos;
            owed = home;
        }
        if (owed != null && (next == null || !next.quick || next.begunNanos - owedSinceNanos > MOST_OWED_NANOS)) {
            pay();
        }
    }

    /** Makes the call that is owed, if any. Any thread: a look-out does it when a quick job turns out slow. */
    void pay() {
        Homecoming home = owed == null ? null : (Homecoming) OWED.getAndSet(this, null);
        if (home != null) {
            home.call();
        }
    }

    private boolean search() {
        if (searchNanos == 0) {
            return false;
        }
        crew.search(searchNanos);
        searchNanos = 0;
        return true;
    }

    /**
     * Waits for a call, in the list of idle workers.
     *
     * @return whether it came; else this worker has left the crew
     */
    private boolean sleep() {
        long since = System.nanoTime();
        while (!called) {
            parked = true;
            long left = crew.idleNanos - (System.nanoTime() - since);
            if (!called && left > 0) {
                LockSupport.parkNanos(this, left);
            }
            parked = false;
            // Else the next wait would be none.
            Thread.interrupted();
            if (!called && left <= 0 && crew.leave(this)) {
                return false;
            }
        }
        called = false;
        return true;
    }

    /** Wakes the worker, which is in the list of the idle no more. Any thread. */
    void call() {
        called = true;
        if (parked) {
            LockSupport.unpark(thread);
        }
    }

    boolean isStarted() {
        return thread != null;
    }

    /** It ends when it has done what it has. On its own thread. */
    void dismiss() {
        dismissed = true;
    }

    /** Whether the calling thread is one of a crew's. */
    static boolean isOf(Crew crew) {
        return CREW.get() == crew;
    }
}
