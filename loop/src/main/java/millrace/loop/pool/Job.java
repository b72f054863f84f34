package millrace.loop.pool;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;

/**
 * A task in a pool, its place in the queue and its result, all in one.
 *
 * <p>It completes on the loop that submitted it, whoever ends it and how, so that stages that depend on it run there
 * and never on a worker. Submitted from no loop, it completes on the thread that ends it: a worker, who cancels, or a
 * virtual one when its deadline is over.
 *
 * <p>{@link #cancel} (and completing it by hand, or by {@link #orTimeout}) takes a task that has not begun out of the
 * queue: it never runs. One that runs goes on, and its result is dropped; one in steps ends after the step that it is
 * in. Asked for on the job's own loop, all of them hold at once; from elsewhere, when the loop has come round to it.
 */
public final class Job<T> extends CompletableFuture<T> {
    private static final VarHandle OUTCOME;

    static {
        try {
            OUTCOME = MethodHandles.lookup().findVarHandle(Job.class, "outcome", Object.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    /** The outcome when a task returned {@code null}. */
    private static final Object NOTHING = new Object();

    private record Failure(Throwable cause) {}

    /** Where a job is. Read and written under the lock of its crew. */
    enum Place {
        OUTSIDE,
        QUEUED,
        RUNNING
    }

    final Lane lane;

    /** Its neighbours in the {@link JobQueue} that it is in, and used by that alone. */
    Job<?> previous;

    Job<?> next;

    /** Its neighbour in the {@link JobStack} that it is in, and used by that and who takes it out alone. */
    Job<?> link;

    Place place = Place.OUTSIDE;

    /** When it was submitted, or when its last step ended. */
    long queuedNanos;

    long begunNanos;

    /** Whether, while it runs, it is thought to be over in a moment. */
    boolean quick;

    /** What will end it when its deadline comes first, or {@code null}. */
    volatile Future<?> alarm;

    private final Homecoming home;
    private Callable<? extends T> work;
    private Steps<? extends T> steps;

    /** Set once, by whoever ends the task; what the future shows comes from here. */
    private volatile Object outcome;

    Job(Lane lane, Homecoming home, Callable<? extends T> work, Steps<? extends T> steps) {
        this.lane = lane;
        this.home = home;
        this.work = work;
        this.steps = steps;
    }

    /**
     * Runs the task, or its next step, on a worker.
     *
     * @return the outcome, or {@code null} when there are more steps to do
     */
    Object work() {
        try {
            if (steps == null) {
                return outcomeOf(work.call());
            }
            if (outcome != null) {
                return outcome;
            }
            return steps.step() ? null : outcomeOf(steps.result());
        } catch (Throwable t) {
            return new Failure(t);
        }
    }

    static boolean isFailure(Object outcome) {
        return outcome instanceof Failure;
    }

    private static Object outcomeOf(Object value) {
        return value == null ? NOTHING : value;
    }

    /** Lets go of what the task held on to: whoever keeps the result need not keep that. */
    void forgetWork() {
        work = null;
        steps = null;
    }

    /** Ends the job where it belongs, unless somebody else was first. Any thread. */
    boolean settle(Object result) {
        if (!OUTCOME.compareAndSet(this, null, result)) {
            return false;
        }
        Homecoming calling = goHome();
        if (calling != null) {
            calling.call();
        }
        return true;
    }

    /** As {@link #settle}, by a worker, who calls the loop of what is returned, if any, when it thinks fit. */
    Homecoming settleQuietly(Object result) {
        return OUTCOME.compareAndSet(this, null, result) ? goHome() : null;
    }

    /** When it is submitted, on the thread that does. */
    long submissionNanos() {
        return home == null ? System.nanoTime() : home.submissionNanos();
    }

    /** Whether no loop submitted it. */
    boolean completesAnywhere() {
        return home == null;
    }

    private Homecoming goHome() {
        if (home == null || home.loop.inLoop()) {
            finish();
            return null;
        }
        return home.bring(this) ? home : null;
    }

    /** Settles with a result to be computed here and now. */
    void settleWith(Callable<? extends T> computation) {
        Object result;
        try {
            result = outcomeOf(computation.call());
        } catch (Throwable t) {
            result = new Failure(t);
        }
        settle(result);
    }

    /** Whether it is decided how it ends. Any thread. */
    boolean isSettled() {
        return outcome != null;
    }

    boolean fail(Throwable cause) {
        return settle(new Failure(cause));
    }

    /** On the thread where the job completes. */
    void finish() {
        if (outcome instanceof Failure failure) {
            super.completeExceptionally(failure.cause);
        } else {
            super.complete(value(outcome));
        }
    }

    /** Rejects a job that was never queued, on the thread that submitted it. */
    void reject(Throwable cause) {
        outcome = new Failure(cause);
        forgetWork();
        super.completeExceptionally(cause);
    }

    /**
     * Ends the task; see above.
     *
     * @param mayInterruptIfRunning no worker is ever interrupted
     * @return whether the job is, or is about to be, cancelled
     */
    @Override
    public boolean cancel(boolean mayInterruptIfRunning) {
        return isDone() ? isCancelled() : end(new Failure(new CancellationException()));
    }

    /** Ends the task; see above. */
    @Override
    public boolean complete(T value) {
        return !isDone() && end(outcomeOf(value));
    }

    /** Ends the task; see above. */
    @Override
    public boolean completeExceptionally(Throwable cause) {
        return !isDone() && end(new Failure(Objects.requireNonNull(cause)));
    }

    private boolean end(Object result) {
        lane.entrance().withdraw(this, false);
        if (settle(result)) {
            return true;
        }
        if (home == null || !home.loop.inLoop()) {
            return false;
        }
        // The worker was first, but the loop has not come to it yet, and what is said here is here to hold.
        return result instanceof Failure failure
                ? super.completeExceptionally(failure.cause)
                : super.complete(value(result));
    }

    @SuppressWarnings("unchecked") // an outcome of this job
    private T value(Object result) {
        return result == NOTHING ? null : (T) result;
    }
}
