package millrace.loop.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
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

/** What users and the system do to a pool, and what others must not notice of it. */
class RobustnessTest {
    private static <T> T await(CompletableFuture<T> job) throws Exception {
        return job.get(Gate.DEADLINE_SECONDS, TimeUnit.SECONDS);
    }

    private static CpuPool pool(int threads) {
        return CpuPool.open(CpuPool.Options.defaults().withThreads(threads));
    }

    private static void hold(Gate gate) {
        try {
            gate.pass();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void anInterruptThatComesTooLateHitsNoOtherTask() throws Exception {
        try (CpuPool pool = pool(1)) {
            for (int i = 0; i < 100; i++) {
                await(pool.application().submit(Thread::currentThread)).interrupt();
                assertFalse(await(pool.application().submit(() -> Thread.currentThread().isInterrupted())));
            }
        }
    }

    @Test
    void aStageOnAWorkerMayWaitForTheNextTask() throws Exception {
        try (CpuPool pool = pool(2)) {
            Gate first = new Gate(1);
            Gate second = new Gate(1);
            Job<Void> before = pool.application().submit(first::pass);
            Job<Void> other = pool.application().submit(second::pass);
            first.awaitEntered();
            second.awaitEntered();
            Job<Integer> next = pool.application().submit(() -> 1);
            CompletableFuture<Integer> stage = before.thenApply(nothing -> {
                second.open();
                return next.orTimeout(Gate.DEADLINE_SECONDS, TimeUnit.SECONDS).join();
            });
            first.open();
            assertEquals(1, await(stage));
            await(other);
        }
    }

    @Test
    void nothingThatIsQueuedBeginsWhileThePoolCloses() throws Exception {
        CpuPool pool = pool(1);
        Gate gate = new Gate(1);
        AtomicInteger ran = new AtomicInteger();
        Job<Void> running = pool.application().submit(gate::pass);
        gate.awaitEntered();
        List<Job<Integer>> queued = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            queued.add(pool.application().submit(ran::incrementAndGet));
        }
        queued.getFirst().whenComplete((value, cancelled) -> {
            gate.open();
            running.join();
        });
        pool.close();
        assertEquals(0, ran.get());
        for (Job<Integer> job : queued) {
            assertTrue(job.isCancelled());
        }
    }

    @Test
    void aDeadlineOfAnyLengthIsTaken() throws Exception {
        try (CpuPool pool = pool(1)) {
            assertEquals(1, await(pool.application().submit(() -> 1, Duration.ofSeconds(Long.MAX_VALUE))));
        }
    }

    @Test
    void whatDependsOnAnExpiredJobHoldsUpNoOtherDeadline() throws Exception {
        try (CpuPool pool = pool(1)) {
            Gate gate = new Gate(1);
            Gate stage = new Gate(1);
            Job<Void> running = pool.application().submit(gate::pass);
            gate.awaitEntered();
            Thread submitter = Thread.ofPlatform().start(() -> pool.application()
                    .submit(() -> null, Duration.ofMillis(1))
                    .whenComplete((value, expired) -> hold(stage)));
            stage.awaitEntered();
            Job<Integer> expiring = pool.application().submit(() -> 1, Duration.ofMillis(1));
            assertInstanceOf(
                    DeadlineExceededException.class,
                    assertThrows(ExecutionException.class, () -> await(expiring)).getCause());
            stage.open();
            gate.open();
            await(running);
            submitter.join();
        }
    }

    /** The stacks asked for are larger than the address space, so that the system refuses each thread. */
    @Test
    void withoutAThreadNoTaskIsTakenAndForgotten() throws Exception {
        Dispatch dispatch = new Dispatch(new Room(100_000), new Routing(1, true));
        Thread.Builder refused = Thread.ofPlatform().stackSize(1L << 50);
        Crew crew = new Crew("refused", 1, Duration.ofSeconds(1), refused, () -> {}, dispatch);
        Entrance entrance = new Entrance("refused", dispatch, crew);
        Lane lane = entrance.lane("lane", LaneOptions.defaults());
        List<CompletableFuture<Void>> submitters = new ArrayList<>();
        for (int t = 0; t < 3; t++) {
            submitters.add(CompletableFuture.runAsync(() -> {
                for (int i = 0; i < 50; i++) {
                    Job<Integer> job = lane.submit(() -> 1);
                    Throwable refusal = assertThrows(ExecutionException.class, () -> await(job)).getCause();
                    assertInstanceOf(RejectedExecutionException.class, refusal);
                    assertTrue(refusal.getMessage().contains("raise the system's limit"), refusal.getMessage());
                }
            }, runnable -> Thread.ofPlatform().start(runnable)));
        }
        for (CompletableFuture<Void> submitter : submitters) {
            await(submitter);
        }
        assertEquals(0, lane.figures().queued());
        entrance.close();
    }
}
