package millrace.cluster.work;

/** A task was begun, and its process has ended or was killed before it answered: whether it is done nobody knows. */
public final class TaskLostException extends RuntimeException {
    /** Why there is no answer. */
    public enum Reason {
        /** The process has ended. */
        ENDED,
        /** The task ran longer than its deadline, so that its process was killed. */
        DEADLINE,
        /** The process was killed for something else: another of its tasks, or what it has sent. */
        KILLED,
        /** The pool was stopped, and its grace time is over. */
        STOPPED
    }

    private final Reason reason;
    private final int pid;

    TaskLostException(Reason reason, int pid, String message) {
        super(message, null, false, false);
        this.reason = reason;
        this.pid = pid;
    }

    public Reason reason() {
        return reason;
    }

    /** The process that ran it. */
    public int pid() {
        return pid;
    }
}
