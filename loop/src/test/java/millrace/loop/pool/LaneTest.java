package millrace.loop.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What a lane promises, from a thread that is no loop. */
class LaneTest {
    private static <T> T await(CompletableFuture<T> job) throws Exception {
        return job.get(Gate.DEADLINE_SECONDS, TimeUnit.SECONDS);
    }

    private static CpuPool pool(int threads) {
        return CpuPool.open(CpuPool.Options.defaults().withThreads(threads));
    }

    @Test
    void aTaskGivesItsResultOrWhatItThrew() throws Exception {
        try (CpuPool pool = pool(2)) {
            assertEquals(42, await(pool.application().submit(() -> 42)));
            assertNull(await(pool.application().submit(() -> null)));
            ExecutionException failed = assertThrows(
                    ExecutionException.class,
                    () -> await(pool.application().submit(() -> {
                        throw new StackOverflowError("deep");
                    })));
            assertEquals("deep", failed.getCause().getMessage());
        }
    }

    @Test
    void aNameIsOneLane() {
        try (CpuPool pool = pool(1)) {
            assertSame(pool.lane("files"), pool.lane("files", new LaneOptions(1, 1)));
            assertSame(pool.application(), pool.lane("application"));
        }
    }

    @Test
    void aTaskThatThrowsLosesNothingElse() throws Exception {
        try (IoPool pool = IoPool.open(IoPool.Options.defaults().withMaxThreads(3))) {
            List<Job<Integer>> jobs = new ArrayList<>();
            for (int i = 0; i < 3_000; i++) {
                int number = i;
                jobs.add(pool.application().submit(() -> {
                    if (number % 3 == 0) {
                        throw new AssertionError("number " + number);
                    }
                    return number;
                }));
            }
            for (int i = 0; i < jobs.size(); i++) {
                Job<Integer> job = jobs.get(i);
                if (i % 3 == 0) {
                    assertThrows(ExecutionException.class, () -> await(job));
                } else {
                    assertEquals(i, await(job));
                }
            }
            LaneFigures figures = pool.application().figures();
            assertEquals(1_000, figures.failed());
            assertEquals(2_000, figures.completed());
            assertEquals(3_000, figures.runTime().count());
        }
    }

    @Test
    void aFullLaneRefusesAndSaysWhatToDo() throws Exception {
        try (CpuPool pool = pool(1)) {
            Lane lane = pool.lane("dns", LaneOptions.defaults().withMaxQueued(2));
            Gate gate = new Gate(1);
            Job<Void> running = lane.submit(gate::pass);
            gate.awaitEntered();
            Job<Integer> first = lane.submit(() -> 1);
            Job<Integer> second = lane.submit(() -> 2);
            Job<Integer> third = lane.submit(() -> 3);
            LaneFullException full = assertInstanceOf(LaneFullException.class, third.exceptionNow());
            assertEquals("dns", full.lane());
            assertEquals(2, full.bound());
            assertTrue(full.getMessage().contains("submit less or later"), full.getMessage());
            assertEquals(0, full.getStackTrace().length);
            assertEquals(1, lane.figures().rejected());
            assertEquals(2, lane.figures().queued());
            gate.open();
            await(running);
            assertEquals(3, await(first) + await(second));
        }
    }

    @Test
    void theQueuesOfAllLanesTogetherHaveABound() throws Exception {
        try (CpuPool pool = CpuPool.open(CpuPool.Options.defaults().withThreads(1).withMaxQueued(2))) {
            Gate gate = new Gate(1);
            Job<Void> running = pool.lane("a").submit(gate::pass);
            gate.awaitEntered();
            pool.lane("b").submit(() -> 1);
            pool.lane("c").submit(() -> 2);
            Throwable refusal = pool.lane("d").submit(() -> 3).exceptionNow();
            assertTrue(refusal.getMessage().startsWith("the pool of lane d is full: 2 tasks"), refusal.getMessage());
            gate.open();
            await(running);
        }
    }

    @Test
    void aMillionSubmissionsIntoAFullLaneLeaveNothing() throws Exception {
        try (CpuPool pool = pool(1)) {
            Lane lane = pool.lane("full", LaneOptions.defaults().withMaxQueued(10));
            Gate gate = new Gate(1);
            Job<Void> running = lane.submit(gate::pass);
            gate.awaitEntered();
            AtomicInteger ran = new AtomicInteger();
            List<Job<Integer>> taken = new ArrayList<>();
            for (int i = 0; i < 1_000_000; i++) {
                Job<Integer> job = lane.submit(ran::incrementAndGet);
                assertEquals(i >= 10, job.isCompletedExceptionally());
                if (i < 10) {
                    taken.add(job);
                }
            }
            assertEquals(999_990, lane.figures().rejected());
            assertEquals(10, lane.figures().queued());
            gate.open();
            await(running);
            for (Job<Integer> job : taken) {
                await(job);
            }
            assertEquals(10, ran.get());
        }
    }

    @Test
    void aCancelledTaskNeverRunsAndItsPlaceIsFreeAtOnce() throws Exception {
        try (CpuPool pool = pool(1)) {
            Lane lane = pool.lane("cancel", LaneOptions.defaults().withMaxQueued(2));
            Gate gate = new Gate(1);
            Job<Void> running = lane.submit(gate::pass);
            gate.awaitEntered();
            AtomicInteger ran = new AtomicInteger();
            Job<Integer> stays = lane.submit(() -> 7);
            for (int i = 0; i < 1_000_000; i++) {
                Job<Integer> job = lane.submit(ran::incrementAndGet);
                assertTrue(job.cancel(true));
                assertTrue(job.isCancelled());
            }
            assertEquals(1_000_000, lane.figures().cancelled());
            assertEquals(1, lane.figures().queued());
            gate.open();
            await(running);
            assertEquals(7, await(stays));
            assertEquals(0, ran.get());
        }
    }

    @Test
    void aTaskEndedByHandNeverRuns() throws Exception {
        try (CpuPool pool = pool(1)) {
            Gate gate = new Gate(1);
            Job<Void> running = pool.application().submit(gate::pass);
            gate.awaitEntered();
            AtomicInteger ran = new AtomicInteger();
            Job<Integer> byHand = pool.application().submit(ran::incrementAndGet);
            Job<Integer> byTime = pool.application().submit(ran::incrementAndGet);
            assertTrue(byHand.complete(5));
            assertThrows(
                    ExecutionException.class, () -> await(byTime.orTimeout(1, TimeUnit.MILLISECONDS)));
            assertEquals(0, pool.application().figures().queued());
            assertFalse(byHand.cancel(false));
            gate.open();
            await(running);
            await(pool.application().submit(() -> null));
            assertEquals(5, await(byHand));
            assertEquals(0, ran.get());
        }
    }

    @Test
    void aTaskThatHasNotBegunByItsDeadlineLeavesTheQueue() throws Exception {
        try (CpuPool pool = pool(1)) {
            Gate gate = new Gate(1);
            Job<Void> running = pool.lane("late").submit(gate::pass);
            gate.awaitEntered();
            AtomicInteger ran = new AtomicInteger();
            Job<Integer> late = pool.lane("late").submit(ran::incrementAndGet, Duration.ofMillis(1));
            ExecutionException failed = assertThrows(ExecutionException.class, () -> await(late));
            assertInstanceOf(DeadlineExceededException.class, failed.getCause());
            assertTrue(failed.getCause().getMessage().contains("lane late"), failed.getCause().getMessage());
            assertEquals(1, pool.lane("late").figures().expired());
            assertEquals(0, pool.lane("late").figures().queued());
            gate.open();
            await(running);
            assertEquals(1, await(pool.lane("late").submit(ran::incrementAndGet, Duration.ofDays(1))));
        }
    }

    @Test
    void aClosedPoolCancelsWhatWaitsAndTakesNoMore() throws Exception {
        CpuPool pool = pool(1);
        Gate gate = new Gate(1);
        Job<Void> running = pool.application().submit(gate::pass);
        gate.awaitEntered();
        Job<Integer> waiting = pool.application().submit(() -> 1);
        waiting.whenComplete((value, failure) -> gate.open());
        pool.close();
        assertTrue(waiting.isCancelled());
        assertTrue(running.isDone() && !running.isCompletedExceptionally());
        assertInstanceOf(
                RejectedExecutionException.class,
                pool.application().submit(() -> 2).exceptionNow());
    }
}
