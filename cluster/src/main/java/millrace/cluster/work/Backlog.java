package millrace.cluster.work;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** The tasks that are not over: their number, which is bounded, and those of them that wait for a process, in order. */
final class Backlog {
    private final AtomicLong unfinished = new AtomicLong();
    private final long most;
    private final Meter meter;

    /** Those that wait; for the pool's loop alone. */
    private final LinkedHashSet<Task> queue = new LinkedHashSet<>();

    Backlog(long most, Meter meter) {
        this.most = most;
        this.meter = meter;
    }

    /** Counts a new task, or refuses it. Any thread. */
    boolean enter(Task task) {
        boolean enters = unfinished.incrementAndGet() <= most;
        if (!enters) {
            refuse(task, new TaskRefusedException(
                    TaskRefusedException.Reason.QUEUE_FULL,
                    "as many tasks wait for worker processes as may: submit less or later, or allow more (withMaxQueued)"));
        }
        return enters;
    }

    /** Fails a task that has not begun. Any thread while it does not wait. */
    void refuse(Task task, RuntimeException cause) {
        over(task);
        meter.refused.increment();
        task.fail(cause);
    }

    void refuseAll(RuntimeException cause) {
        List<Task> tasks = new ArrayList<>(queue);
        queue.clear();
        tasks.forEach(task -> refuse(task, cause));
    }

    /** A task does not count any more. */
    void over(Task task) {
        task.state = Task.State.OVER;
        unfinished.decrementAndGet();
        if (task.timer != null) {
            task.timer.cancel();
        }
    }

    void add(Task task) {
        task.state = Task.State.QUEUED;
        queue.add(task);
    }

    void addFirst(Task task) {
        queue.addFirst(task);
    }

    Task next() {
        return queue.removeFirst();
    }

    void remove(Task task) {
        queue.remove(task);
    }

    boolean isEmpty() {
        return queue.isEmpty();
    }

    int size() {
        return queue.size();
    }
}
