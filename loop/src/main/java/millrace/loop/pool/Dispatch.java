package millrace.loop.pool;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/**
 * Which task is next. Lanes that have something to do stand in a row; the first gives its oldest task and goes to the
 * end, unless its quota is used up or {@link Routing} holds it back, and then the next one has its turn.
 *
 * <p>Pure logic, without threads or a clock; {@link Crew} calls it under its lock.
 */
final class Dispatch {
    private final Routing routing;
    private final Room room;
    private final List<LaneState> lanes = new ArrayList<>();
    private final ArrayDeque<LaneState> turns = new ArrayDeque<>();
    private int quickRunning;

    /** @param room for what waits in all lanes */
    Dispatch(Room room, Routing routing) {
        this.room = room;
        this.routing = routing;
    }

    Room room() {
        return room;
    }

    void add(LaneState lane, long nowNanos) {
        lanes.add(lane);
        routing.add(lane, nowNanos);
    }

    /** Puts jobs that have been submitted, linked from the first on, at the ends of their lanes' queues. */
    void admit(Job<?> first) {
        for (Job<?> job = first; job != null; ) {
            Job<?> after = job.link;
            job.link = null;
            job.lane.state.countSubmitted();
            add(job);
            job = after;
        }
    }

    private void add(Job<?> job) {
        LaneState lane = job.lane.state;
        job.place = Job.Place.QUEUED;
        lane.queued.add(job);
        routing.queued(lane, job.queuedNanos);
        takeTurn(lane);
    }

    private void takeTurn(LaneState lane) {
        if (!lane.inTurn && lane.canBegin()) {
            lane.inTurn = true;
            turns.add(lane);
        }
    }

    /** Whether {@link #take} would find one. */
    boolean hasWork() {
        for (LaneState lane : turns) {
            if (routing.admits(lane) && lane.queued.size() > 0) {
                return true;
            }
        }
        return false;
    }

    /** How long one worker would take for all that waits, as far as is known. */
    double backlogNanos() {
        double nanos = 0;
        for (LaneState lane : turns) {
            nanos += lane.queued.size() * (lane.kind.meanNanos < 0 ? Routing.LONG_NANOS : lane.kind.meanNanos);
        }
        return nanos;
    }

    /** Whether a worker is at a task that is thought to be over in a moment. */
    boolean quickOneAtWork() {
        return quickRunning > 0;
    }

    /** Thinks no more of tasks that run for so long already that they will be over in a moment. */
    void unmaskSlow(long nowNanos, long toleranceNanos) {
        for (LaneState lane : lanes) {
            for (Job<?> job = lane.running.first(); job != null; job = job.next) {
                if (job.quick && nowNanos - job.begunNanos >= toleranceNanos) {
                    job.quick = false;
                    quickRunning--;
                }
            }
        }
    }

    /** The next job to run, which counts as running from now on, or {@code null}. */
    Job<?> take(long nowNanos) {
        routing.review(nowNanos, false);
        for (int i = turns.size(); i > 0; i--) {
            LaneState lane = turns.peek();
            boolean admitted = lane.queued.size() > 0 && routing.admits(lane);
            Job<?> job = admitted ? begin(lane, nowNanos) : null;
            endTurn(lane);
            if (admitted) {
                return job;
            }
        }
        return null;
    }

    /** The lane at the head of the row goes to its end, or leaves it; alone there, it need not move. */
    private void endTurn(LaneState lane) {
        if (!lane.canBegin()) {
            lane.inTurn = false;
            turns.poll();
        } else if (turns.size() > 1) {
            turns.add(turns.poll());
        }
    }

    private Job<?> begin(LaneState lane, long nowNanos) {
        Job<?> job = lane.queued.first();
        leave(job, lane);
        lane.running.add(job);
        routing.begun(lane);
        job.place = Job.Place.RUNNING;
        job.begunNanos = nowNanos;
        job.quick = lane.kind.isQuick();
        quickRunning += job.quick ? 1 : 0;
        lane.countBegun(nowNanos - job.queuedNanos);
        return job;
    }

    private void leave(Job<?> job, LaneState lane) {
        lane.queued.remove(job);
        job.lane.room.leave();
        room.leave();
    }

    /** A job has ended, or (with no outcome) done a step, after which it queues again however full the lane is. */
    void ended(Job<?> job, Object outcome, long nowNanos) {
        LaneState lane = job.lane.state;
        long ranNanos = nowNanos - job.begunNanos;
        lane.running.remove(job);
        quickRunning -= job.quick ? 1 : 0;
        routing.ended(lane, ranNanos, nowNanos);
        lane.countRun(ranNanos);
        if (outcome == null) {
            job.queuedNanos = nowNanos;
            job.lane.room.squeezeIn();
            room.squeezeIn();
            add(job);
            return;
        }
        job.place = Job.Place.OUTSIDE;
        lane.countEnded(Job.isFailure(outcome));
        takeTurn(lane);
    }

    /**
     * Takes a job out that has not begun, or is between two steps.
     *
     * @return whether it was queued
     */
    boolean withdraw(Job<?> job, boolean byDeadline) {
        if (job.place != Job.Place.QUEUED) {
            return false;
        }
        LaneState lane = job.lane.state;
        leave(job, lane);
        job.place = Job.Place.OUTSIDE;
        lane.countWithdrawn(byDeadline);
        return true;
    }

    /** Takes out all that are queued. */
    List<Job<?>> withdrawAll() {
        List<Job<?>> all = new ArrayList<>();
        for (LaneState lane : lanes) {
            for (Job<?> job = lane.queued.first(); job != null; job = job.next) {
                all.add(job);
            }
        }
        all.forEach(job -> withdraw(job, false));
        return all;
    }

    List<LaneFigures> figures() {
        return lanes.stream().map(LaneState::figures).toList();
    }
}
