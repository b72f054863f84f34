package millrace.loop.pool;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import millrace.loop.EventLoop;

/**
 * The threads of a pool, and the lock under which they share its {@link Dispatch}. Threads start when there is work and
 * none is idle, up to a bound, and end when they have been idle for long.
 *
 * <p>At most one worker is on its way to work at a time. The next one is called by it, if it finds that there is more
 * to do than it takes: so a burst of tasks that are done in no time wakes one thread and not all, and one of tasks that
 * take long soon has them all.
 */
final class Crew {
    private final String name;
    private final int maxThreads;
    private final long idleNanos;
    private final Thread.Builder threads;
    private final Runnable greeting;
    private final Dispatch dispatch;
    private final Map<String, Lane> lanes = new LinkedHashMap<>();

    /** The one that went idle last is called first: its caches are warm, and the others may end. */
    private final ArrayList<Worker> idle = new ArrayList<>();

    private int alive;
    private boolean oneIsComing;
    private boolean closed;

    /**
     * @param threads makes the threads
     * @param greeting what each thread does first
     */
    Crew(
            String name,
            int maxThreads,
            Duration idleTime,
            Thread.Builder threads,
            Runnable greeting,
            Dispatch dispatch) {
        this.name = name;
        this.maxThreads = maxThreads;
        this.idleNanos = idleTime.toNanos();
        this.threads = threads;
        this.greeting = greeting;
        this.dispatch = dispatch;
    }

    synchronized Lane lane(String lane, LaneOptions options) {
        return lanes.computeIfAbsent(lane, fresh -> {
            Lane made = new Lane(this, fresh, options);
            dispatch.add(made.state, System.nanoTime());
            return made;
        });
    }

    synchronized List<LaneFigures> figures() {
        return dispatch.figures();
    }

    synchronized LaneFigures figures(Lane lane) {
        return lane.state.figures();
    }

    /** Queues a job, or rejects it. Any thread. */
    <T> Job<T> submit(Job<T> job, Duration deadline) {
        RejectedExecutionException refusal;
        Worker worker = null;
        synchronized (this) {
            refusal = closed ? new RejectedExecutionException("pool " + name + " is closed") : offer(job);
            if (refusal == null) {
                worker = next();
            }
        }
        if (refusal != null) {
            job.reject(refusal);
            return job;
        }
        if (worker != null && !wake(worker) && withdraw(job, false)) {
            job.reject(new RejectedExecutionException("pool " + name + " has no thread, and the system gives none:"
                    + " raise its limit of threads or processes"));
        } else if (deadline != null) {
            expireAfter(job, deadline);
        }
        return job;
    }

    private RejectedExecutionException offer(Job<?> job) {
        return dispatch.offer(job, System.nanoTime());
    }

    private void expireAfter(Job<?> job, Duration deadline) {
        job.alarm = Alarms.after(deadline, () -> {
            if (withdraw(job, true)) {
                job.fail(new DeadlineExceededException(job.lane.name(), deadline));
            }
        });
        synchronized (this) {
            if (job.place == Job.Place.QUEUED) {
                return;
            }
        }
        // It began before the worker could see that there is an alarm to turn off.
        job.alarm.cancel(false);
    }

    /** Takes a job out of the queue. Any thread. */
    boolean withdraw(Job<?> job, boolean byDeadline) {
        synchronized (this) {
            if (!dispatch.withdraw(job, byDeadline)) {
                return false;
            }
        }
        job.forgetWork();
        if (!byDeadline && job.alarm != null) {
            job.alarm.cancel(false);
        }
        return true;
    }

    /** Whom to wake, if there is work and nobody is on his way already, or {@code null}. Under the lock. */
    private Worker next() {
        if (oneIsComing || !dispatch.hasWork()) {
            return null;
        }
        Worker worker = null;
        if (!idle.isEmpty()) {
            worker = idle.removeLast();
        } else if (alive < maxThreads) {
            alive++;
            worker = new Worker(this);
        }
        oneIsComing = worker != null;
        return worker;
    }

    /**
     * Wakes or starts one.
     *
     * @return whether there is a thread that will come to the queue; if not, the system allows no thread
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
            synchronized (this) {
                oneIsComing = false;
                alive--;
                return alive > 0;
            }
        }
    }

    /** What each worker does before all else. */
    void greet() {
        greeting.run();
    }

    /** A worker that was called is there, and gets a job, or goes among the idle. */
    Job<?> arrive(Worker worker) {
        Job<?> job;
        Worker another;
        synchronized (this) {
            oneIsComing = false;
            job = takeOrRest(worker, System.nanoTime());
            another = next();
        }
        if (another != null) {
            wake(another);
        }
        return job;
    }

    /** A worker is done with a job, or a step of it, and gets another one, or goes among the idle. */
    Job<?> ended(Worker worker, Job<?> done, Object outcome) {
        Job<?> job;
        Worker another;
        synchronized (this) {
            long nowNanos = System.nanoTime();
            dispatch.ended(done, outcome, nowNanos);
            job = takeOrRest(worker, nowNanos);
            another = next();
        }
        if (another != null) {
            wake(another);
        }
        return job;
    }

    private Job<?> takeOrRest(Worker worker, long nowNanos) {
        Job<?> job = dispatch.take(nowNanos);
        if (job == null && closed) {
            dismiss(worker);
        } else if (job == null) {
            idle.add(worker);
        }
        return job;
    }

    private void dismiss(Worker worker) {
        worker.dismiss();
        alive--;
        notifyAll();
    }

    /** How long a worker waits before it ends. */
    long idleNanos() {
        return idleNanos;
    }

    /** A worker has waited for long; whether it may end, since nobody has called it meanwhile. */
    synchronized boolean leave(Worker worker) {
        if (!idle.remove(worker)) {
            return false;
        }
        dismiss(worker);
        return true;
    }

    /** See {@link WorkerPool#close}. */
    void close() {
        List<Job<?>> left;
        List<Worker> resting;
        synchronized (this) {
            closed = true;
            left = dispatch.queued();
            resting = List.copyOf(idle);
            idle.clear();
        }
        left.forEach(job -> job.cancel(false));
        resting.forEach(Worker::call);
        if (EventLoop.current() == null && !Worker.isOf(this)) {
            awaitEnd();
        }
    }

    private synchronized void awaitEnd() {
        boolean interrupted = false;
        while (alive > 0) {
            try {
                wait();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** How many threads there are. */
    synchronized int alive() {
        return alive;
    }
}
