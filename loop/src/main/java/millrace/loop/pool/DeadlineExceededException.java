package millrace.loop.pool;

import java.time.Duration;
import java.util.concurrent.TimeoutException;

/** A task had not begun by its deadline, and has left the queue. It has no stack trace. */
public final class DeadlineExceededException extends TimeoutException {
    private final String lane;
    private final Duration deadline;

    DeadlineExceededException(String lane, Duration deadline) {
        this.lane = lane;
        this.deadline = deadline;
    }

    /** The name of the lane in which the task waited. */
    public String lane() {
        return lane;
    }

    @Override
    public String getMessage() {
        return "a task in lane " + lane + " had not begun within " + deadline.toMillis()
                + " ms; see the queue time in the lane's figures, and submit less or allow more time";
    }

    @Override
    public Throwable fillInStackTrace() {
        return this;
    }
}
