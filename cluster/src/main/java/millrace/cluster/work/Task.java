package millrace.cluster.work;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import millrace.loop.EventLoop;
import millrace.loop.Timer;

/**
 * A task for a worker process, and its result: a {@link java.util.Map}, {@link java.util.List}, {@link String}, {@link Number},
 * {@link Boolean}, {@code null} or {@code byte[]}, as the worker has sent it. Completes on the loop that submitted it; on
 * the pool's when it was none.
 *
 * <p>It fails with a {@link TaskRefusedException} when it was never begun, a {@link TaskFailedException} when the worker's
 * code threw, a {@link TaskLostException} when its process has ended or was killed, and an {@link
 * IllegalArgumentException} when the payload cannot be sent.
 *
 * <p>{@link #cancel} takes a task that waits out of the queue. The worker of one that runs is told, and killed when it
 * has not ended the task within the pool's grace.
 */
public final class Task extends CompletableFuture<Object> {
    /** Where it stands; for the pool's loop alone. */
    enum State {
        NEW,
        QUEUED,
        RUNNING,
        OVER
    }

    final Object payload;
    final long deadlineNanos;
    final long submittedNanos = System.nanoTime();
    State state = State.NEW;

    /** From when it is sent. */
    long id;
    long sentNanos;
    TaskProcess process;
    Timer timer;

    private final EventLoop asker;
    private final WorkerProcesses pool;

    /** @param deadlineNanos from its begin; 0 for none */
    Task(WorkerProcesses pool, Object payload, long deadlineNanos) {
        this.pool = pool;
        this.payload = payload;
        this.deadlineNanos = deadlineNanos;
        this.asker = EventLoop.current();
    }

    /**
     * Cancels it; see above. Any thread, and dependent stages run on that.
     *
     * @param mayInterruptIfRunning a task that runs is always told
     */
    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        boolean first = !isDone() && super.cancel(mayInterruptIfRunning);
        return withdrawnIf(first) || isCancelled();
    }

    /** As {@link #cancel}, for the worker. */
    @Override
    public boolean complete(Object result) {
        return withdrawnIf(super.complete(result));
    }

    /** As {@link #cancel}, for the worker; {@link #orTimeout} ends here too. */
    @Override
    public boolean completeExceptionally(Throwable cause) {
        return withdrawnIf(super.completeExceptionally(cause));
    }

    private boolean withdrawnIf(boolean first) {
        if (first) {
            pool.withdrawn(this);
        }
        return first;
    }

    void succeed(Object result) {
        end(() -> super.complete(result));
    }

    void fail(Throwable cause) {
        end(() -> super.completeExceptionally(cause));
    }

    private void end(Runnable completion) {
        if (asker == null || asker.inLoop()) {
            completion.run();
            return;
        }
        try {
            asker.execute(completion);
        } catch (RejectedExecutionException e) {
            // That loop has ended; whoever waits for the task on another thread still gets to know.
            completion.run();
        }
    }
}
