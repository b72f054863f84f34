package millrace.loop.pool;

import java.lang.System.Logger.Level;
import java.util.concurrent.RejectedExecutionException;
import millrace.loop.EventLoop;

/**
 * The way of jobs back to the loop that submitted them. Any worker brings; the first of a batch asks the loop to come
 * and get them, which wakes it at most once, and the loop takes all that are there by then.
 */
final class Homecoming implements Runnable {
    private static final ThreadLocal<Homecoming> OF_THREAD = new ThreadLocal<>();

    final EventLoop loop;
    private final JobStack arrived = new JobStack();

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
            OF_THREAD.set(home);
        }
        return home;
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
        for (Job<?> job = arrived.takeAll(); job != null; ) {
            Job<?> after = job.link;
            job.link = null;
            job.finish();
            job = after;
        }
    }
}
