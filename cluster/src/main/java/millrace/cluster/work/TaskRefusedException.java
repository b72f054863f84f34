package millrace.cluster.work;

import java.util.concurrent.RejectedExecutionException;

/** A task was not begun, and will not be. It has no stack trace: refusing must be cheap. */
public final class TaskRefusedException extends RejectedExecutionException {
    /** Why not. */
    public enum Reason {
        /** As many tasks wait as may. */
        QUEUE_FULL,
        /** No worker process can be started. */
        NO_WORKERS,
        /** The pool is stopped, or is about to be. */
        STOPPED
    }

    private final Reason reason;

    TaskRefusedException(Reason reason, String message) {
        super(message);
        this.reason = reason;
    }

    public Reason reason() {
        return reason;
    }

    @Override
    public Throwable fillInStackTrace() {
        return this;
    }
}
