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
    private final int maxQueued;
    private final Routing routing;
    private final List<LaneState> lanes = new ArrayList<>();
    private final ArrayDeque<LaneState> turns = new ArrayDeque<>();
    private int queued;

    Dispatch(int maxQueued, Routing routing) {
        this.maxQueued = maxQueued;
        this.routing = routing;
    }

    void add(LaneState lane, long nowNanos) {
        lanes.add(lane);
        routing.add(lane, nowNanos);
    }

    /**
     * Puts a job at the end of its lane's queue.
     *
     * @return {@code null}, or why it was not taken
     */
    LaneFullException offer(Job<?> job, long nowNanos) {
        LaneState lane = job.lane.state;
        if (lane.queued.size() >= lane.maxQueued) {
            lane.countRejected();
            return new LaneFullException(lane.name, lane.maxQueued, false);
        }
        if (queued >= maxQueued) {
            lane.countRejected();
            return new LaneFullException(lane.name, maxQueued, true);
        }
        lane.countSubmitted();
        enqueue(job, lane, nowNanos);
        return null;
    }

    private void enqueue(Job<?> job, LaneState lane, long nowNanos) {
        job.place = Job.Place.QUEUED;
        job.queuedNanos = nowNanos;
        lane.queued.add(job);
        queued++;
        routing.queued(lane, nowNanos);
        takeTurn(lane);
    }

    private void takeTurn(LaneState lane) {
        if (!lane.inTurn && lane.queued.size() > 0 && lane.running.size() < lane.maxRunning) {
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

    /** The next job to run, which counts as running from now on, or {@code null}. */
    Job<?> take(long nowNanos) {
        routing.review(nowNanos, false);
        for (int i = turns.size(); i > 0; i--) {
            LaneState lane = turns.poll();
            if (lane.queued.size() == 0) {
                lane.inTurn = false;
            } else if (routing.admits(lane)) {
                lane.inTurn = false;
                return begin(lane, nowNanos);
            } else {
                turns.add(lane);
            }
        }
        return null;
    }

    private Job<?> begin(LaneState lane, long nowNanos) {
        Job<?> job = lane.queued.first();
        lane.queued.remove(job);
        queued--;
        lane.running.add(job);
        routing.begun(lane);
        takeTurn(lane);
        job.place = Job.Place.RUNNING;
        job.begunNanos = nowNanos;
        lane.countBegun(nowNanos - job.queuedNanos);
        return job;
    }

    /** A job has ended, or (with no outcome) done a step, after which it queues again however full the lane is. */
    void ended(Job<?> job, Object outcome, long nowNanos) {
        LaneState lane = job.lane.state;
        long ranNanos = nowNanos - job.begunNanos;
        lane.running.remove(job);
        routing.ended(lane, ranNanos, nowNanos);
        lane.countRun(ranNanos);
        if (outcome == null) {
            enqueue(job, lane, nowNanos);
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
        lane.queued.remove(job);
        queued--;
        job.place = Job.Place.OUTSIDE;
        lane.countWithdrawn(byDeadline);
        return true;
    }

    /** All that are queued, which a pool that closes has to withdraw. */
    List<Job<?>> queued() {
        List<Job<?>> all = new ArrayList<>();
        for (LaneState lane : lanes) {
            for (Job<?> job = lane.queued.first(); job != null; job = job.next) {
                all.add(job);
            }
        }
        return all;
    }

    List<LaneFigures> figures() {
        return lanes.stream().map(LaneState::figures).toList();
    }
}
