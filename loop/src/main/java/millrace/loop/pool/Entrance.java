package millrace.loop.pool;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.RejectedExecutionException;

/**
 * Where jobs come into a pool, and leave it again before they have begun. Any thread. Who submits leaves the job in the
 * inbox and takes the lock of the {@link Crew} only to call an idle worker, so that a loop is not held up by a worker
 * that the system has interrupted under the lock.
 */
final class Entrance {
    private final String name;
    private final Dispatch dispatch;
    private final Room room;
    private final Crew crew;
    private final Map<String, Lane> lanes = new LinkedHashMap<>();

    /** @param dispatch whose lock the crew uses, too */
    Entrance(String name, Dispatch dispatch, Crew crew) {
        this.name = name;
        this.dispatch = dispatch;
        this.room = dispatch.room();
        this.crew = crew;
    }

    Lane lane(String lane, LaneOptions options) {
        synchronized (dispatch) {
            return lanes.computeIfAbsent(lane, fresh -> {
                Lane made = new Lane(this, fresh, options);
                dispatch.add(made.state, System.nanoTime());
                return made;
            });
        }
    }

    List<LaneFigures> figures() {
        synchronized (dispatch) {
            crew.emptyInbox();
            return dispatch.figures();
        }
    }

    LaneFigures figures(Lane lane) {
        synchronized (dispatch) {
            crew.emptyInbox();
            return lane.state.figures();
        }
    }

    /** On how many threads a lane may run. */
    int threads(Lane lane) {
        return Math.min(lane.options().maxRunning(), crew.maxThreads);
    }

    /** Queues a job, or rejects it. */
    <T> Job<T> submit(Job<T> job, Duration deadline) {
        RejectedExecutionException refusal = enter(job.lane);
        if (refusal != null) {
            job.lane.rejected.increment();
            job.reject(refusal);
            return job;
        }
        job.queuedNanos = job.submissionNanos();
        if (!crew.put(job)) {
            sendAway(job);
        } else if (deadline != null) {
            expireAfter(job, deadline);
        }
        return job;
    }

    /** Nobody looks after what is queued: not after the job, and without a thread not after the others. */
    private void sendAway(Job<?> job) {
        if (!crew.isClosed()) {
            for (Job<?> left : crew.withdrawAll()) {
                release(left);
                left.fail(new RejectedExecutionException(
                        "pool " + name + " has no thread: raise the system's limit of threads"));
            }
        } else if (withdraw(job, false)) {
            job.fail(new RejectedExecutionException("pool " + name + " is closed"));
        }
    }

    private RejectedExecutionException enter(Lane lane) {
        if (!lane.room.enter()) {
            return new LaneFullException(lane.name(), lane.room.bound, false);
        }
        if (!room.enter()) {
            lane.room.turnBack();
            return new LaneFullException(lane.name(), room.bound, true);
        }
        return null;
    }

    private void expireAfter(Job<?> job, Duration deadline) {
        job.alarm = Alarms.after(deadline, () -> {
            if (withdraw(job, true)) {
                expire(job, new DeadlineExceededException(job.lane.name(), deadline));
            }
        });
        synchronized (dispatch) {
            crew.emptyInbox();
            if (job.place == Job.Place.QUEUED) {
                return;
            }
        }
        // It began before the worker could see that there is an alarm to turn off.
        job.alarm.cancel(false);
    }

    /** On the thread of all deadlines, which has no time for what depends on a job. */
    private static void expire(Job<?> job, DeadlineExceededException cause) {
        if (job.completesAnywhere()) {
            Thread.startVirtualThread(() -> job.fail(cause));
        } else {
            job.fail(cause);
        }
    }

    /**
     * Takes a job out of the queue.
     *
     * @return whether it was there: if so, it will not run
     */
    boolean withdraw(Job<?> job, boolean byDeadline) {
        synchronized (dispatch) {
            crew.emptyInbox();
            if (!dispatch.withdraw(job, byDeadline)) {
                return false;
            }
        }
        release(job);
        return true;
    }

    /** Lets go of what belongs to a job that was taken out of the queue. */
    private static void release(Job<?> job) {
        job.forgetWork();
        if (job.alarm != null) {
            job.alarm.cancel(false);
        }
    }

    /** See {@link WorkerPool#close}. */
    void close() {
        for (Job<?> job : crew.close()) {
            release(job);
            job.fail(new CancellationException());
        }
        crew.awaitEnd();
    }
}
