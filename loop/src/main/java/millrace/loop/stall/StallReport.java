package millrace.loop.stall;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * A stall: a loop, or a virtual thread that did not let go of its carrier, was stuck.
 *
 * @param loop the loop's name; of a virtual thread its number
 * @param carrier the carrier thread that a virtual thread held, else null
 * @param began when the turn or callback began that did not end
 * @param length how long it was stuck, so far if it is not over
 * @param isOver whether it goes on again
 * @param cause what explains most of the length
 * @param detail more about the cause: who holds the lock, which collector ran; may be empty
 * @param doing what it worked on, such as the request, its client and its handler; empty when that is not known
 * @param stack where it was stuck, innermost first; empty when it was over before it could be looked at
 * @param count how many stalls of this culprit there have been, this one included
 */
public record StallReport(
        String loop,
        String carrier,
        Instant began,
        Duration length,
        boolean isOver,
        Cause cause,
        String detail,
        String doing,
        List<StackTraceElement> stack,
        long count) {

    /** What {@link Thread#sleep} and the like were called by: {@code Thread.sleep at Blocked.slow(Blocked.java:31)}. */
    public String place() {
        return Frames.at(stack);
    }

    StallReport counted(long times) {
        return new StallReport(loop, carrier, began, length, isOver, cause, detail, doing, stack, times);
    }

    /** One line for people. */
    @Override
    public String toString() {
        return StallLine.of(this);
    }
}
