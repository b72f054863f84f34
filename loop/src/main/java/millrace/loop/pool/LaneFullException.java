package millrace.loop.pool;

import java.util.concurrent.RejectedExecutionException;

/** A task was not taken because too many wait already. It has no stack trace: rejecting must be cheap. */
public final class LaneFullException extends RejectedExecutionException {
    private final String lane;
    private final int bound;
    private final boolean whole;

    LaneFullException(String lane, int bound, boolean whole) {
        this.lane = lane;
        this.bound = bound;
        this.whole = whole;
    }

    /** The name of the lane that was asked. */
    public String lane() {
        return lane;
    }

    /** How many tasks may wait, in the lane or, when it was the pool that is full, in all its lanes together. */
    public int bound() {
        return bound;
    }

    @Override
    public String getMessage() {
        return whole
                ? "the pool of lane " + lane + " is full: " + bound + " tasks wait in all its lanes;"
                        + " submit less or later, or give the pool a larger maxQueued"
                : "lane " + lane + " is full: " + bound + " tasks wait;"
                        + " submit less or later, or give the lane a larger maxQueued";
    }

    @Override
    public Throwable fillInStackTrace() {
        return this;
    }
}
