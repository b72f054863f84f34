package millrace.loop.pool;

import java.lang.System.Logger.Level;
import java.lang.invoke.VarHandle;
import java.time.Duration;
import java.util.List;
import millrace.loop.EventLoop;

/**
 * The threads of a pool, and the lock under which they share its {@link Dispatch}. Threads start when there is work and
 * none is idle, up to a bound, and end when they have been idle for long.
 *
 * <p>At most one worker is on its way to work at a time. The next one is called by it, if it finds that there is more
 * to do than it takes: so a burst of tasks wakes one thread after the other. None is woken for what a worker will be
 * done with sooner, going by what it has learned of the lanes; should a task turn out slow that was thought quick, a
 * look-out calls another after a millisecond. A worker that has run out of work stays on its way for a moment
 * ({@link Search}).
 */
final class Crew {
    /** Work for less is not worth waking another worker. */
    private static final double WORTH_CALLING_NANOS = 250_000;

    /** So many quick tasks are over before anybody could have noticed that they come first. */
    private static final int LOOK_EVERY = 16;

    private static final boolean CAN_SEARCH = Runtime.getRuntime().availableProcessors() > 1;

    private final String name;
    final int maxThreads;

    /** How long a worker waits before it ends. */
    final long idleNanos;

    private final Thread.Builder threads;

    /** What each worker does before all else. */
    final Runnable greeting;

    private final Dispatch dispatch;
    private final JobStack inbox = new JobStack();
    private final Roster roster;
    private final Search search = new Search();
    private final LookOut lookOut = new LookOut(this::lookOut);

    /** How many jobs have been taken since the inbox was emptied. Under the lock. */
    private int lookedAgo;

    private volatile boolean closed;

    /**
     * @param threads makes the threads
     * @param greeting what each thread does first
     */
    Crew(String name, int maxThreads, Duration idleTime, Thread.Builder threads, Runnable greeting, Dispatch dispatch) {
        this.name = name;
        this.maxThreads = maxThreads;
        this.roster = new Roster(this, maxThreads);
        this.idleNanos = idleTime.toNanos();
        this.threads = threads;
        this.greeting = greeting;
        this.dispatch = dispatch;
    }

    /**
     * Leaves a job in the inbox, and sees to it that somebody looks after it. Any thread.
     *
     * @return whether there is somebody; if not, the pool is closed, or the system allows no thread
     */
    boolean put(Job<?> job) {
        inbox.add(job);
        return !closed && attend();
    }

    /** Queues what is in the inbox. Under the lock. */
    void emptyInbox() {
        lookedAgo = 0;
        dispatch.admit(inbox.takeAll());
    }

    boolean isClosed() {
        return closed;
    }

    private boolean attend() {
        Roster.Call call = roster.call();
        if (call == Roster.Call.NOBODY || call == Roster.Call.IF_SLOW && lookOut.isSent()) {
            return true;
        }
        Worker worker = null;
        synchronized (dispatch) {
            if (call == Roster.Call.IF_SLOW) {
                lookOut.send();
            } else if (!roster.oneIsComing()) {
                worker = roster.next();
                roster.post(dispatch.quickOneAtWork());
            }
        }
        return worker == null || wake(worker);
    }

    private void lookOut() {
        Worker worker;
        synchronized (dispatch) {
            lookOut.isBack();
            emptyInbox();
            dispatch.unmaskSlow(System.nanoTime(), LookOut.AFTER.toNanos());
            // A worker writes what it owes and then looks whether its job is quick: one of the two sees the other.
            VarHandle.fullFence();
            roster.alive().forEach(Worker::pay);
            worker = another();
            if (dispatch.quickOneAtWork()) {
                lookOut.send();
            }
        }
        if (worker != null) {
            wake(worker);
        }
    }

    /** Whom to call to what nobody has taken, or {@code null}. Under the lock, after each change. */
    private Worker another() {
        Worker worker = null;
        boolean quick = dispatch.quickOneAtWork();
        roster.post(quick);
        if (roster.call() != Roster.Call.NOBODY && (dispatch.hasWork() || !inbox.isEmpty())) {
            if (quick && dispatch.backlogNanos() < WORTH_CALLING_NANOS) {
                lookOut.send();
            } else {
                worker = roster.next();
                roster.post(quick);
            }
        }
        return worker;
    }

    /**
     * Wakes or starts one.
     *
     * @return whether there is a thread that will come to the queue; if not, the system allows none
     */
    private boolean wake(Worker worker) {
        if (worker.isStarted()) {
            worker.call();
            return true;
        }
        try {
            worker.start(threads);
            return true;
        } catch (OutOfMemoryError e) {
            // This is how Java says that the system (a limit of processes, say) allows no further thread.
            System.getLogger("millrace.loop").log(Level.WARNING, "pool " + name + " stays smaller: " + e.getMessage());
            synchronized (dispatch) {
                roster.gone(worker);
                roster.coming(false);
                roster.post(dispatch.quickOneAtWork());
                dispatch.notifyAll();
                return !roster.alive().isEmpty();
            }
        }
    }

    /** A worker that was called, or has searched, is there, and gets a job, or goes among the idle. */
    Job<?> arrive(Worker worker) {
        return next(worker, true, null, null);
    }

    /**
     * A worker gets another job, or goes among the idle, or to search.
     *
     * @param done the one that it is done with, or has done a step of, or {@code null} when that is known already
     */
    Job<?> ended(Worker worker, Job<?> done, Object outcome) {
        return next(worker, false, done, outcome);
    }

    /** A worker is done with a job, and has something to do, perhaps for long, before it asks for another one. */
    void ended(Job<?> done, Object outcome) {
        synchronized (dispatch) {
            dispatch.ended(done, outcome, System.nanoTime());
            if (dispatch.hasWork() || !inbox.isEmpty()) {
                lookOut.send();
            }
        }
    }

    private Job<?> next(Worker worker, boolean arriving, Job<?> done, Object outcome) {
        Job<?> job;
        Worker another;
        synchronized (dispatch) {
            long nowNanos = System.nanoTime();
            if (arriving) {
                roster.coming(false);
            }
            if (done != null) {
                dispatch.ended(done, outcome, nowNanos);
            }
            job = takeOrRest(worker, nowNanos, !arriving);
            another = lookedAgo > 0 && job.quick && done != null && done.quick ? null : another();
        }
        if (another != null) {
            wake(another);
        }
        return job;
    }

    private Job<?> takeOrRest(Worker worker, long nowNanos, boolean maySearch) {
        Job<?> job = lookedAgo < LOOK_EVERY ? dispatch.take(nowNanos) : null;
        lookedAgo++;
        if (job == null) {
            emptyInbox();
            job = dispatch.take(nowNanos);
        }
        if (job != null) {
            if (!job.quick) {
                lookedAgo = LOOK_EVERY;
            } else {
                // It may be slow, and the worker may owe a call by then.
                lookOut.send();
            }
            return job;
        }
        if (closed) {
            dismiss(worker);
            return null;
        }
        if (maySearch && CAN_SEARCH && !roster.oneIsComing()) {
            worker.searchNanos = search.nanos();
            if (worker.searchNanos > 0) {
                roster.coming(true);
                return null;
            }
        }
        roster.rest(worker);
        return null;
    }

    private void dismiss(Worker worker) {
        worker.dismiss();
        roster.gone(worker);
        dispatch.notifyAll();
    }

    /** The worker on its way looks whether something comes. */
    void search(long nanos) {
        search.look(inbox, nanos);
    }

    /** A worker has waited for long; whether it may end, since nobody has called it meanwhile. */
    boolean leave(Worker worker) {
        synchronized (dispatch) {
            if (!roster.rouse(worker)) {
                return false;
            }
            dismiss(worker);
            roster.post(dispatch.quickOneAtWork());
            return true;
        }
    }

    /**
     * Begins to end.
     *
     * @return the jobs that were queued, and are no more
     */
    List<Job<?>> close() {
        List<Job<?>> left;
        List<Worker> resting;
        synchronized (dispatch) {
            closed = true;
            left = withdrawAll();
            resting = roster.rouseAll();
        }
        resting.forEach(Worker::call);
        return left;
    }

    /** Takes all jobs out that are queued. */
    List<Job<?>> withdrawAll() {
        synchronized (dispatch) {
            emptyInbox();
            return dispatch.withdrawAll();
        }
    }

    /** Waits until all workers have ended, where a thread may wait. */
    void awaitEnd() {
        if (EventLoop.current() != null || Worker.isOf(this)) {
            return;
        }
        synchronized (dispatch) {
            roster.awaitNobody(dispatch);
        }
    }
}
