package millrace.loop;

import java.time.Duration;
import java.util.Iterator;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/**
 * Long work on a loop's own thread, cut into slices by time: between two slices the loop does a whole turn, so that
 * every connection and timer that is due gets its share. For work that needs the loop's own state, or is too small to
 * offload; what a core can do alone belongs on the pool of CPU workers.
 *
 * <pre>{@code
 * Partition.on(loop).forEach(rows.iterator(), row -> sum[0] += row.price())
 *         .thenRun(() -> response.send("" + sum[0]));
 * }</pre>
 *
 * <p>The pieces run in order, each once, all on the loop: the result is that of the uncut loop. What a piece throws ends
 * the work and fails the future; cancelling the future ends the work at the next look at the clock. Partitions that are
 * under way on one loop at the same time share one slice a turn. When the loop ends first, the future never completes.
 *
 * <p>For the loop's own thread only.
 */
public final class Partition {
    /** A millisecond: the delay that others see is about that, and a turn's own cost is less than 1 % of it. */
    private static final Duration SLICE = Duration.ofMillis(1);

    /** How much single steps may take together before the clock is looked at: looking costs about 25 ns. */
    private static final long STEPS_NANOS = 1_000;

    /** The same for pieces of a range, whose steps are much alike. */
    private static final long PIECE_NANOS = 20_000;

    private final EventLoop loop;
    private final long sliceNanos;
    private final LongSupplier clock;

    private Partition(EventLoop loop, long sliceNanos, LongSupplier clock) {
        this.loop = loop;
        this.sliceNanos = sliceNanos;
        this.clock = clock;
    }

    /** Slices of a millisecond. */
    public static Partition on(EventLoop loop) {
        return on(loop, System::nanoTime);
    }

    static Partition on(EventLoop loop, LongSupplier clock) {
        return new Partition(Objects.requireNonNull(loop), SLICE.toNanos(), clock);
    }

    /** The same with slices of another length. A single piece that takes longer cannot be cut. */
    public Partition slice(Duration length) {
        if (!length.isPositive()) {
            throw new IllegalArgumentException("a slice must be longer than nothing, and this is " + length);
        }
        return new Partition(loop, length.toNanos(), clock);
    }

    /** Runs a step again and again, until it says that it was the last. */
    public CompletableFuture<Void> run(BooleanSupplier thereIsMore) {
        return begin(STEPS_NANOS, count -> {
            for (long i = 0; i < count; i++) {
                if (!thereIsMore.getAsBoolean()) {
                    return false;
                }
            }
            return true;
        });
    }

    /** Gives each element to the action, in order. */
    public <T> CompletableFuture<Void> forEach(Iterator<? extends T> elements, Consumer<? super T> action) {
        return run(() -> {
            if (!elements.hasNext()) {
                return false;
            }
            action.accept(elements.next());
            return true;
        });
    }

    /** Gives each number from {@code from} to {@code to}, that one not included, to the action, in order. */
    public CompletableFuture<Void> forEach(long from, long to, LongConsumer action) {
        return pieces(from, to, (low, high) -> {
            for (long i = low; i < high; i++) {
                action.accept(i);
            }
        });
    }

    /** A part of a range: from {@code low} to {@code high}, that one not included. */
    @FunctionalInterface
    public interface Piece {
        void run(long low, long high);
    }

    /**
     * Cuts a range into pieces that follow each other without a gap, as long as the time allows. The way for tight loops:
     * the compiler sees the inner loop whole.
     */
    public CompletableFuture<Void> pieces(long from, long to, Piece piece) {
        long[] next = {from};
        return begin(PIECE_NANOS, count -> {
            long low = next[0];
            long left = to - low;
            // A range over half of all numbers overflows to less than nothing, and is certainly longer than the count.
            long high = low >= to || (left > 0 && left <= count) ? to : low + count;
            if (low < high) {
                piece.run(low, high);
            }
            next[0] = high;
            return high < to;
        });
    }

    /** Runs a number of steps; false when there is no more. */
    private interface Steps {
        boolean run(long count);
    }

    private CompletableFuture<Void> begin(long lookNanos, Steps steps) {
        loop.checkThread();
        Work work = new Work(steps, lookNanos);
        loop.partitions++;
        loop.immediate(work);
        return work;
    }

    private final class Work extends CompletableFuture<Void> implements Runnable {
        private final Steps steps;
        private final long lookNanos;
        private long stride = 1;

        Work(Steps steps, long lookNanos) {
            this.steps = steps;
            this.lookNanos = lookNanos;
        }

        @Override
        public void run() {
            boolean more = false;
            try {
                more = !isDone() && slice(sliceNanos / loop.partitions);
            } catch (Throwable t) {
                completeExceptionally(t);
            }
            if (more) {
                loop.immediate(this);
                return;
            }
            loop.partitions--;
            complete(null);
        }

        private boolean slice(long nanos) {
            long begun = clock.getAsLong();
            long before = begun;
            do {
                if (!steps.run(stride)) {
                    return false;
                }
                long now = clock.getAsLong();
                adapt(now - before);
                before = now;
            } while (before - begun < nanos && !isDone());
            return true;
        }

        /** Towards as many steps between two looks at the clock as take the time that a look is worth. */
        private void adapt(long tookNanos) {
            if (tookNanos < lookNanos / 2) {
                stride = Math.min(stride * 2, Integer.MAX_VALUE);
            } else if (tookNanos > 2 * lookNanos) {
                stride = Math.max(1, (long) (stride * ((double) lookNanos / tookNanos)));
            }
        }
    }
}
