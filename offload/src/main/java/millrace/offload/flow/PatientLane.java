package millrace.offload.flow;

import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import millrace.loop.EventLoop;
import millrace.loop.pool.Lane;
import millrace.loop.pool.LaneFullException;

/**
 * A lane for the steps of a stream. A stream that has begun must not break because the lane is full for a moment: its
 * step is tried again a little later, which slows the stream down, as it should. A stream has one step in the lane at a
 * time, so that patience is no second queue.
 *
 * <p>For the thread of its loop.
 */
public final class PatientLane {
    private static final long RETRY_MILLIS = 5;

    private final EventLoop loop;
    private final Lane lane;

    /**
     * For the loop whose thread this is.
     *
     * @throws IllegalStateException when it is none
     */
    public PatientLane(Lane lane) {
        this.loop = EventLoop.current();
        this.lane = lane;
        if (loop == null) {
            throw new IllegalStateException("streams live on an event loop, and " + Thread.currentThread().getName()
                    + " is none's thread: use execute");
        }
    }

    public EventLoop loop() {
        return loop;
    }

    /** Runs an action on the loop: now, when this is its thread. Any thread. */
    public void onLoop(Runnable action) {
        if (loop.inLoop()) {
            action.run();
        } else {
            loop.execute(action);
        }
    }

    /** Runs a step on the lane, and then, on the loop, what follows with its result or what it threw. */
    public <T> void submit(Callable<T> step, BiConsumer<T, Throwable> then) {
        CompletableFuture<T> job = lane.submit(step);
        job.whenComplete((result, failure) -> {
            if (failure instanceof LaneFullException && loop.inLoop()) {
                loop.schedule(() -> submit(step, then), RETRY_MILLIS, TimeUnit.MILLISECONDS);
                return;
            }
            try {
                then.accept(result, failure);
            } catch (RuntimeException | Error e) {
                // A stage would keep it to itself; the loop tells of what its tasks throw.
                loop.execute(() -> {
                    throw e;
                });
            }
        });
    }
}
