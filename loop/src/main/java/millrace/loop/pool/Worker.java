package millrace.loop.pool;

import java.util.concurrent.Future;
import java.util.concurrent.locks.LockSupport;

/** One thread of a {@link Crew}. */
final class Worker implements Runnable {
    private static final ThreadLocal<Crew> CREW = new ThreadLocal<>();

    private final Crew crew;
    private Thread thread;
    private boolean dismissed;

    /** How long to look for more before it sleeps; set by the crew. */
    long searchNanos;

    /** Set by who took it out of the list of the idle, so once for each sleep. */
    private volatile boolean called;

    private volatile boolean parked;

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
        crew.greet();
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
        Object outcome = job.work();
        // What the task left behind is not the next one's.
        Thread.interrupted();
        if (outcome != null) {
            job.forgetWork();
        }
        Job<?> next = crew.ended(this, job, outcome);
        if (outcome != null) {
            job.settle(outcome);
        }
        return next;
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
            long left = crew.idleNanos() - (System.nanoTime() - since);
            if (!called && left > 0) {
                LockSupport.parkNanos(this, left);
            }
            parked = false;
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
