package millrace.cluster.work;

/** The code that a worker ran for a task has thrown; the worker goes on. */
public final class TaskFailedException extends RuntimeException {
    private final String kind;
    private final String remoteStack;

    TaskFailedException(TaskMessage.Failure failure, int pid) {
        super(failure.name() + " in worker process " + pid + ": " + failure.message(), null, false, false);
        this.kind = failure.name();
        this.remoteStack = failure.stack();
    }

    /** The name of what was thrown, in the worker's language: {@code TypeError}, {@code java.io.IOException}. */
    public String kind() {
        return kind;
    }

    /** The stack there, as text; may be empty. */
    public String remoteStack() {
        return remoteStack;
    }
}
