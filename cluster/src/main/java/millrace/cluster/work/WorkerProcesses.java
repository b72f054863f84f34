package millrace.cluster.work;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.RejectedExecutionException;
import millrace.loop.EventLoop;
import millrace.loop.PollerKind;
import millrace.os.OsException;

/**
 * A fixed number of processes for work that may crash, leak or hang: what it does to its process it does to no other task
 * and not to this program. A process that dies is started again; the tasks that it had fail, since nobody knows how far
 * they came.
 *
 * <p>Payloads are turned into JSON lines and back on the pool's loop: 1 KB costs microseconds, 10 MB tens of milliseconds.
 * A pool with large ones gets a loop of its own ({@link #start(ProcessOptions)}), and not one that serves clients.
 *
 * <p>All methods may be called from any thread.
 */
public final class WorkerProcesses {
    private final EventLoop loop;
    private final ProcessOptions options;
    private final Meter meter = new Meter();
    private final Backlog backlog;
    private final Dispatcher dispatcher;

    private WorkerProcesses(EventLoop loop, ProcessOptions options) {
        this.loop = loop;
        this.options = options;
        this.backlog = new Backlog(options.maxUnfinished(), meter);
        this.dispatcher = new Dispatcher(loop, options, backlog, meter);
    }

    /** Starts a pool on a loop. When that ends, the pool does at once: its processes are killed, and its tasks fail. */
    public static WorkerProcesses start(EventLoop loop, ProcessOptions options) {
        WorkerProcesses pool = new WorkerProcesses(loop, options);
        loop.ended().thenRun(pool.dispatcher::loopEnded);
        if (!options.isLazy()) {
            loop.execute(pool.dispatcher::open);
        }
        return pool;
    }

    /**
     * Starts a pool on a loop of its own, whose thread does not keep this program alive.
     *
     * @throws OsException when there is none to be had
     */
    public static WorkerProcesses start(ProcessOptions options) throws OsException {
        EventLoop loop = EventLoop.open("worker-processes", PollerKind.EPOLL);
        loop.startDaemon();
        WorkerProcesses pool = start(loop, options);
        pool.dispatcher.stopped().thenRun(loop::stop);
        return pool;
    }

    /**
     * Gives a task to the next process that is free.
     *
     * @param payload a {@link java.util.Map} with strings as keys, {@link java.util.List}, {@link String}, {@link Number},
     *     {@link Boolean}, {@code null}, or a {@code byte[]}; not changed until the task is done. Maps and lists hold all
     *     of these but {@code byte[]}
     */
    public Task submit(Object payload) {
        return submit(payload, options.deadlineNanos());
    }

    /**
     * The same with a deadline of its own.
     *
     * @param deadline the longest that the task may run, from the moment at which a process gets it
     */
    public Task submit(Object payload, Duration deadline) {
        return submit(payload, ProcessOptions.nanos(deadline, "a deadline"));
    }

    private Task submit(Object payload, long deadlineNanos) {
        Task task = new Task(this, payload, deadlineNanos);
        if (!backlog.enter(task)) {
            return task;
        }
        try {
            loop.execute(() -> dispatcher.add(task));
        } catch (RejectedExecutionException e) {
            backlog.refuse(task, new TaskRefusedException(TaskRefusedException.Reason.STOPPED, e.getMessage()));
        }
        return task;
    }

    /** Somebody else than a worker has ended the task. */
    void withdrawn(Task task) {
        try {
            loop.execute(() -> dispatcher.withdrawn(task));
        } catch (RejectedExecutionException e) {
            // The loop has ended, and with it its processes.
            task.state = Task.State.OVER;
        }
    }

    /** What has happened so far; completes on the pool's loop, and at once when that has ended. */
    public CompletionStage<ProcessFigures> figures() {
        try {
            return loop.submit(dispatcher::figures);
        } catch (RejectedExecutionException e) {
            return CompletableFuture.completedStage(meter.figures(options.size(), 0, 0, 0));
        }
    }

    /**
     * Ends the pool: it takes no more tasks, those that it has get the grace time of {@link ProcessOptions#withStop} to
     * end, and then the processes are ended.
     *
     * @return completes on the pool's loop when no process is left
     */
    public CompletionStage<Void> stop() {
        try {
            loop.execute(dispatcher::stop);
        } catch (RejectedExecutionException e) {
            dispatcher.stopped().complete(null);
        }
        return dispatcher.stopped().minimalCompletionStage();
    }
}
