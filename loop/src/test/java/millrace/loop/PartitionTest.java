package millrace.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Work on a loop's thread under a clock that only the work itself moves. */
class PartitionTest {
    private static final long SLICE_NANOS = Duration.ofMillis(1).toNanos();

    private EventLoop loop;
    private long nowNanos;

    @BeforeEach
    void open() throws Exception {
        loop = EventLoop.open("partition", PollerKind.EPOLL);
    }

    @AfterEach
    void close() {
        loop.close();
    }

    @Test
    void theResultIsThatOfTheUncutLoop() {
        long[] sum = new long[2];
        Partition partition = Partition.on(loop, () -> nowNanos);
        runUntilDone(
                partition.forEach(-50_000, 50_001, i -> {
                    sum[0] = 31 * sum[0] + i;
                    nowNanos += 100;
                }),
                partition.forEach(LongStream.range(0, 10_000).iterator(), i -> {
                    sum[1] = 31 * sum[1] + i;
                    nowNanos += 100;
                }));
        assertEquals(LongStream.rangeClosed(-50_000, 50_000).reduce(0, (a, i) -> 31 * a + i), sum[0]);
        assertEquals(LongStream.range(0, 10_000).reduce(0, (a, i) -> 31 * a + i), sum[1]);
    }

    @Test
    void piecesFollowEachOtherWithoutAGapUpToTheEndsOfAllNumbers() {
        List<Long> ends = new ArrayList<>();
        Partition partition = Partition.on(loop, () -> nowNanos);
        runUntilDone(
                partition.pieces(Long.MAX_VALUE - 1_000, Long.MAX_VALUE, (low, high) -> {
                    assertEquals(ends.isEmpty() ? Long.MAX_VALUE - 1_000 : ends.getLast(), low);
                    ends.add(high);
                    nowNanos += 10_000;
                }),
                partition.pieces(5, 5, (low, high) -> ends.add(-1L)),
                partition.pieces(7, -7, (low, high) -> ends.add(-1L)));
        assertEquals(Long.MAX_VALUE, ends.getLast());
    }

    @Test
    void aRangeOverHalfOfAllNumbersBegins() {
        long[] end = {Long.MIN_VALUE};
        CompletableFuture<Void> whole = Partition.on(loop, () -> nowNanos)
                .pieces(Long.MIN_VALUE, Long.MAX_VALUE, (low, high) -> {
                    assertEquals(end[0], low);
                    assertTrue(high > low);
                    end[0] = high;
                    nowNanos += SLICE_NANOS;
                });
        loop.immediate(() -> loop.immediate(() -> whole.cancel(false)));
        runUntilDone(whole.handle((nothing, cancelled) -> null));
        assertTrue(end[0] > Long.MIN_VALUE);
    }

    @Test
    void othersGetATurnAfterEverySlice() {
        long[] turnsSeen = new long[1];
        long[] turn = {-1};
        long[] turnBegan = new long[1];
        runUntilDone(Partition.on(loop, () -> nowNanos).forEach(0, 10_000, i -> {
            if (loop.turns() != turn[0]) {
                turn[0] = loop.turns();
                turnBegan[0] = nowNanos;
                turnsSeen[0]++;
            }
            nowNanos += 5_000;
            assertTrue(nowNanos - turnBegan[0] <= SLICE_NANOS + 50_000, "a slice went on");
        }));
        assertTrue(turnsSeen[0] >= 50, "50 ms of work took " + turnsSeen[0] + " turns");
    }

    @Test
    void severalShareOneSliceATurn() {
        long[] turn = {-1};
        long[] turnBegan = new long[1];
        List<CompletableFuture<Void>> all = new ArrayList<>();
        for (int n = 0; n < 4; n++) {
            all.add(Partition.on(loop, () -> nowNanos).forEach(0, 2_000, i -> {
                if (loop.turns() != turn[0]) {
                    turn[0] = loop.turns();
                    turnBegan[0] = nowNanos;
                }
                nowNanos += 5_000;
                assertTrue(nowNanos - turnBegan[0] <= SLICE_NANOS + 4 * 50_000, "the four took a slice each");
            }));
        }
        runUntilDone(all.toArray(CompletableFuture<?>[]::new));
    }

    @Test
    void whatIsBegunBeforeTheLoopHasAThreadOfItsOwnRunsThere() {
        Thread[] ran = new Thread[1];
        CompletableFuture<Void> whole =
                Partition.on(loop).forEach(0, 1, i -> ran[0] = Thread.currentThread());
        Thread thread = loop.startDaemon();
        whole.orTimeout(60, TimeUnit.SECONDS).join();
        assertSame(thread, ran[0]);
    }

    @Test
    void aCheapStartDoesNotHideExpensiveSteps() {
        long[] longest = new long[1];
        long[] turn = {-1};
        long[] turnBegan = new long[1];
        runUntilDone(Partition.on(loop, () -> nowNanos).forEach(LongStream.range(0, 101_000).iterator(), i -> {
            if (loop.turns() != turn[0]) {
                turn[0] = loop.turns();
                turnBegan[0] = nowNanos;
            }
            nowNanos += i < 100_000 ? 10 : 100_000;
            longest[0] = Math.max(longest[0], nowNanos - turnBegan[0]);
        }));
        // Between two looks never more cheap steps than take 2 µs, though each may turn out ten thousand times as long.
        assertTrue(longest[0] <= 256L * 100_000, "held the loop for " + longest[0] + " ns");
        assertTrue(nowNanos > 1_000L * 100_000);
    }

    @Test
    void whatAStepThrowsFailsTheFutureAndNothingElse() {
        CompletableFuture<Void> broken = Partition.on(loop, () -> nowNanos).forEach(0, 10, i -> {
            throw new IllegalStateException("step " + i);
        });
        long[] sum = new long[1];
        runUntilDone(
                broken.handle((nothing, error) -> null),
                Partition.on(loop, () -> nowNanos).forEach(0, 10, i -> sum[0] += i));
        assertEquals(45, sum[0]);
        assertEquals(
                "step 0",
                assertInstanceOf(
                                IllegalStateException.class,
                                assertThrows(CompletionException.class, broken::join).getCause())
                        .getMessage());
    }

    @Test
    void aCancelledOneEndsBeforeItsNextStep() {
        long[] steps = new long[1];
        CompletableFuture<?>[] endless = new CompletableFuture<?>[1];
        endless[0] = Partition.on(loop, () -> nowNanos).run(() -> {
            nowNanos += 10_000;
            if (++steps[0] == 1_000) {
                endless[0].cancel(false);
            }
            return true;
        });
        runUntilDone(endless[0].handle((nothing, cancelled) -> null));
        assertEquals(1_000, steps[0]);
    }

    @Test
    void aSliceOfNothingIsRefused() {
        assertThrows(
                IllegalArgumentException.class,
                () -> Partition.on(loop).slice(Duration.ZERO));
    }

    private void runUntilDone(CompletableFuture<?>... all) {
        CompletableFuture<Void> whole = CompletableFuture.allOf(all);
        whole.whenComplete((nothing, error) -> loop.stop());
        loop.run();
        whole.join();
    }
}
