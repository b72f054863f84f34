package millrace.loop.pool;

import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.BinaryOperator;

/**
 * A named stream of tasks: it has a bounded queue, a quota of the pool's threads and figures of its own, and the lanes
 * of a pool take turns. In the {@link CpuPool} a lane is also a kind of task: how long its tasks have run so far decides
 * whether it counts as long.
 *
 * <p>Any thread may call any of this.
 */
public final class Lane {
    private final Entrance entrance;
    private final String name;
    private final LaneOptions options;

    /** Where those who submit count; they stay away from the lines that workers write. */
    final Room room;

    final LongAdder rejected = new LongAdder();

    /** Under the lock of the crew. */
    final LaneState state;

    Lane(Entrance entrance, String name, LaneOptions options) {
        this.entrance = entrance;
        this.options = options;
        this.room = new Room(options.maxQueued());
        this.name = name;
        this.state = new LaneState(name, options, rejected);
    }

    /**
     * Puts a task in the queue. When that is full, the job has failed with a {@link LaneFullException}; nothing is
     * thrown.
     */
    public <T> Job<T> submit(Callable<T> work) {
        return entrance.submit(new Job<>(this, Homecoming.current(), Objects.requireNonNull(work, "work"), null), null);
    }

    /**
     * As {@link #submit(Callable)}, but a task that has not begun when the time is over leaves the queue, and its job
     * fails with a {@link DeadlineExceededException}.
     */
    public <T> Job<T> submit(Callable<T> work, Duration deadline) {
        Job<T> job = new Job<>(this, Homecoming.current(), Objects.requireNonNull(work, "work"), null);
        return entrance.submit(job, Objects.requireNonNull(deadline, "deadline"));
    }

    /** Puts a task in the queue that yields to others after each step. */
    public <T> Job<T> submitSteps(Steps<T> steps) {
        return entrance.submit(new Job<>(this, Homecoming.current(), null, Objects.requireNonNull(steps, "steps")), null);
    }

    /**
     * Does a range of numbers on several workers and joins what they found, in the order of the range. The result is
     * that of the uncut run when the join is associative: exact sums are, floating-point ones nearly. Other tasks of the
     * pool get their turn between the pieces. When a piece fails, or the job is cancelled, no further piece is begun.
     *
     * @param from the first number
     * @param to the one behind the last; for an empty range the task runs once, with that
     */
    public <R> Job<R> split(long from, long to, RangeTask<R> task, BinaryOperator<R> join) {
        Objects.requireNonNull(task, "task");
        Objects.requireNonNull(join, "join");
        return Split.begin(this, from, to, task, join, entrance.threads(this));
    }

    public String name() {
        return name;
    }

    public LaneOptions options() {
        return options;
    }

    /** What happened so far. */
    public LaneFigures figures() {
        return entrance.figures(this);
    }

    @Override
    public String toString() {
        return "lane " + name;
    }

    Entrance entrance() {
        return entrance;
    }
}
