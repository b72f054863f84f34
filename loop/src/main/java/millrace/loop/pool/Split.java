package millrace.loop.pool;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.BinaryOperator;

/**
 * A range that several workers do piece by piece. Each of a few jobs takes the next piece that nobody has, as one of its
 * steps, so that a slow worker does fewer and other tasks get their turn in between. Who ends last joins the results in
 * the order of the range.
 */
final class Split<R> {
    /** More pieces even out better and yield more often; each costs a turn through the queue, under a microsecond. */
    private static final int PIECES_EACH = 256;

    private final long from;
    private final long length;
    private final RangeTask<R> task;
    private final BinaryOperator<R> join;
    private final Job<R> whole;
    private final AtomicReferenceArray<R> results;
    private final AtomicInteger begun = new AtomicInteger();
    private final AtomicInteger left;

    private Split(Job<R> whole, long from, long to, RangeTask<R> task, BinaryOperator<R> join, int workers) {
        this.whole = whole;
        this.from = from;
        this.length = Math.subtractExact(to, from);
        this.task = task;
        this.join = join;
        this.results = new AtomicReferenceArray<>((int) Math.clamp(length, 1, (long) workers * PIECES_EACH));
        this.left = new AtomicInteger(Math.min(workers, results.length()));
    }

    static <R> Job<R> begin(
            Lane lane, long from, long to, RangeTask<R> task, BinaryOperator<R> join, int workers) {
        if (from > to) {
            throw new IllegalArgumentException("a range from " + from + " to " + to);
        }
        Job<R> whole = new Job<>(lane, Homecoming.current(), null, null);
        new Split<>(whole, from, to, task, join, workers).submit(lane);
        return whole;
    }

    private void submit(Lane lane) {
        List<Job<Void>> jobs = new ArrayList<>();
        for (int i = left.get(); i > 0; i--) {
            jobs.add(new Job<>(lane, null, null, new Pieces()));
        }
        // Before any of them may end.
        whole.whenComplete((result, failure) -> {
            if (failure != null) {
                jobs.forEach(job -> job.cancel(false));
            }
        });
        for (Job<Void> job : jobs) {
            if (whole.isSettled()) {
                return;
            }
            lane.entrance().submit(job, null);
            job.whenComplete((nothing, failure) -> ended(failure));
        }
    }

    private void ended(Throwable failure) {
        if (failure != null) {
            whole.fail(failure);
        } else if (left.decrementAndGet() == 0) {
            whole.settleWith(this::joined);
        }
    }

    private R joined() {
        R all = results.get(0);
        for (int i = 1; i < results.length(); i++) {
            all = join.apply(all, results.get(i));
        }
        return all;
    }

    /** Where a piece begins: those in front have the numbers that remain, one each. */
    private long start(int piece) {
        int pieces = results.length();
        return from + length / pieces * piece + Math.min(piece, length % pieces);
    }

    /** The pieces that one of the jobs does. */
    private final class Pieces implements Steps<Void> {
        @Override
        public boolean step() throws Exception {
            int piece = begun.getAndIncrement();
            if (piece < results.length() && !whole.isSettled()) {
                results.set(piece, task.run(start(piece), start(piece + 1)));
                return true;
            }
            return false;
        }

        @Override
        public Void result() {
            return null;
        }
    }
}
