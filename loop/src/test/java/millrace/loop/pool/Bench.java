package millrace.loop.pool;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** A {@link Dispatch} whose threads and clock are the test's. */
final class Bench {
    private record Running(Job<?> job, long endNanos) {}

    private final int threads;
    final Dispatch dispatch;
    private final List<Running> running = new ArrayList<>();
    private long now = 1;

    Bench(int threads, boolean routing) {
        this.threads = threads;
        dispatch = new Dispatch(new Room(1_000_000), new Routing(threads, routing));
    }

    Lane lane(String name) {
        return lane(name, LaneOptions.defaults());
    }

    Lane lane(String name, LaneOptions options) {
        Lane lane = new Lane(null, name, options);
        dispatch.add(lane.state, now);
        return lane;
    }

    /** Queues a task that will run for so long, and begins what can be begun. */
    Job<?> submit(Lane lane, long nanos) {
        Job<Long> job = new Job<>(lane, null, () -> nanos, null);
        if (!lane.room.enter()) {
            throw new IllegalStateException("full");
        }
        job.queuedNanos = now;
        dispatch.admit(job);
        begin();
        return job;
    }

    private void begin() {
        while (running.size() < threads) {
            Job<?> job = dispatch.take(now);
            if (job == null) {
                return;
            }
            long nanos = ((Long) job.work()).longValue();
            running.add(new Running(job, now + nanos));
        }
    }

    /** Lets the time pass until the next task ends. */
    void step() {
        Running next = running.stream()
                .min(Comparator.comparingLong(Running::endNanos))
                .orElseThrow();
        now = Math.max(now, next.endNanos);
        running.remove(next);
        dispatch.ended(next.job, "done", now);
        begin();
    }

    /** Lets so much time pass, with all that ends in it. */
    void advance(long nanos) {
        long until = now + nanos;
        while (running.stream().anyMatch(task -> task.endNanos <= until)) {
            step();
        }
        now = until;
    }

    int busy() {
        return running.size();
    }

    long now() {
        return now;
    }
}
