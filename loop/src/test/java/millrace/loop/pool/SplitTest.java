package millrace.loop.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Tasks in steps, and ranges split over the workers. */
class SplitTest {
    private static <T> T await(CompletableFuture<T> job) throws Exception {
        return job.get(Gate.DEADLINE_SECONDS, TimeUnit.SECONDS);
    }

    private static CpuPool pool(int threads) {
        return CpuPool.open(CpuPool.Options.defaults().withThreads(threads));
    }

    private static long sum(long from, long to) {
        long sum = 0;
        for (long i = from; i < to; i++) {
            sum += i * i;
        }
        return sum;
    }

    @Test
    void aSplitRangeGivesWhatTheUncutRunGives() throws Exception {
        try (CpuPool pool = pool(3)) {
            for (long to : new long[] {0, 1, 2, 7, 1_000, 1_537, 3_000_000}) {
                assertEquals(sum(-5, to), await(pool.split(-5, to, SplitTest::sum, Long::sum)));
            }
        }
    }

    @Test
    void resultsAreJoinedInTheOrderOfTheRange() throws Exception {
        try (CpuPool pool = pool(3)) {
            String whole = await(pool.split(
                    0,
                    5_000,
                    (from, to) -> {
                        StringBuilder piece = new StringBuilder();
                        for (long i = from; i < to; i++) {
                            piece.append(i).append(' ');
                        }
                        return piece.toString();
                    },
                    String::concat));
            StringBuilder expected = new StringBuilder();
            for (int i = 0; i < 5_000; i++) {
                expected.append(i).append(' ');
            }
            assertEquals(expected.toString(), whole);
        }
    }

    @Test
    void aPieceThatThrowsFailsTheWholeAndEndsTheOthers() throws Exception {
        try (CpuPool pool = pool(2)) {
            Job<Long> job = pool.split(
                    0,
                    1_000_000,
                    (from, to) -> {
                        if (from > 0) {
                            throw new IllegalStateException("at " + from);
                        }
                        return sum(from, to);
                    },
                    Long::sum);
            assertInstanceOf(
                    IllegalStateException.class,
                    assertThrows(ExecutionException.class, () -> await(job)).getCause());
        }
    }

    @Test
    void cancellingASplitTakesItsPartsOut() throws Exception {
        try (CpuPool pool = pool(2)) {
            Gate gate = new Gate(2);
            AtomicInteger pieces = new AtomicInteger();
            Job<Integer> job = pool.split(
                    0,
                    1_000,
                    (from, to) -> {
                        pieces.incrementAndGet();
                        gate.pass();
                        return 1;
                    },
                    Integer::sum);
            gate.awaitEntered();
            assertTrue(job.cancel(false));
            gate.open();
            assertThrows(CancellationException.class, () -> await(job));
            Lane lane = pool.lane("split");
            while (lane.figures().active() + lane.figures().queued() > 0) {
                Thread.onSpinWait();
            }
            assertEquals(2, pieces.get(), "pieces begun, of those that the two workers were at");
        }
    }

    @Test
    void aSplitThatTheLaneHasNoRoomForFailsAsAWhole() throws Exception {
        try (CpuPool pool = pool(2)) {
            Lane lane = pool.lane("narrow", new LaneOptions(2, 1));
            Gate gate = new Gate(2);
            List<Job<Void>> running = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                running.add(pool.application().submit(gate::pass));
            }
            gate.awaitEntered();
            Job<Long> job = lane.split(0, 1_000, SplitTest::sum, Long::sum);
            assertInstanceOf(
                    LaneFullException.class,
                    assertThrows(ExecutionException.class, () -> await(job)).getCause());
            assertEquals(0, lane.figures().queued());
            gate.open();
            for (Job<Void> job1 : running) {
                await(job1);
            }
        }
    }

    @Test
    void stepsOfTasksTakeTurns() throws Exception {
        try (CpuPool pool = pool(1)) {
            Gate gate = new Gate(1);
            pool.application().submit(gate::pass);
            gate.awaitEntered();
            List<Integer> order = new ArrayList<>();
            List<Job<Integer>> jobs = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                int number = i;
                jobs.add(pool.lane("steps").submitSteps(new Steps<>() {
                    private int done;

                    @Override
                    public boolean step() {
                        order.add(number);
                        return ++done < 3;
                    }

                    @Override
                    public Integer result() {
                        return done;
                    }
                }));
            }
            gate.open();
            for (Job<Integer> job : jobs) {
                assertEquals(3, await(job));
            }
            assertEquals(List.of(0, 1, 2, 0, 1, 2, 0, 1, 2), order);
        }
    }

    @Test
    void aTaskInStepsEndsAfterTheStepInWhichItIsCancelled() throws Exception {
        try (CpuPool pool = pool(1)) {
            Gate gate = new Gate(1);
            AtomicLong steps = new AtomicLong();
            Job<Void> job = pool.application().submitSteps(new Steps<>() {
                @Override
                public boolean step() throws Exception {
                    steps.incrementAndGet();
                    gate.pass();
                    return true;
                }

                @Override
                public Void result() {
                    return null;
                }
            });
            gate.awaitEntered();
            assertTrue(job.cancel(false));
            gate.open();
            await(pool.application().submit(() -> null));
            await(pool.application().submit(() -> null));
            assertEquals(1, steps.get());
        }
    }
}
