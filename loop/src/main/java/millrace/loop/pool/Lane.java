package millrace.loop.pool;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Callable;

/**
 * A named stream of tasks: it has a bounded queue, a quota of the pool's threads and figures of its own, and the lanes
 * of a pool take turns. In the {@link CpuPool} a lane is also a kind of task: how long its tasks have run so far decides
 * whether it counts as long.
 *
 * <p>Any thread may call any of this.
 */
public final class Lane {
    private final Crew crew;
    private final LaneOptions options;

    /** All the rest is under the lock of the crew. */
    final LaneState state;

    Lane(Crew crew, String name, LaneOptions options) {
        this.crew = crew;
        this.options = options;
        this.state = new LaneState(name, options);
    }

    /**
     * Puts a task in the queue. When that is full, the job has failed with a {@link LaneFullException}; nothing is
     * thrown.
     */
    public <T> Job<T> submit(Callable<T> work) {
        return crew.submit(new Job<>(this, Homecoming.current(), Objects.requireNonNull(work, "work"), null), null);
    }

    /**
     * As {@link #submit(Callable)}, but a task that has not begun when the time is over leaves the queue, and its job
     * fails with a {@link DeadlineExceededException}.
     */
    public <T> Job<T> submit(Callable<T> work, Duration deadline) {
        Job<T> job = new Job<>(this, Homecoming.current(), Objects.requireNonNull(work, "work"), null);
        return crew.submit(job, Objects.requireNonNull(deadline, "deadline"));
    }

    /** Puts a task in the queue that yields to others after each step. */
    public <T> Job<T> submitSteps(Steps<T> steps) {
        return crew.submit(new Job<>(this, Homecoming.current(), null, Objects.requireNonNull(steps, "steps")), null);
    }

    public String name() {
        return state.name;
    }

    public LaneOptions options() {
        return options;
    }

    /** What happened so far. */
    public LaneFigures figures() {
        return crew.figures(this);
    }

    @Override
    public String toString() {
        return "lane " + name();
    }

    Crew crew() {
        return crew;
    }
}
