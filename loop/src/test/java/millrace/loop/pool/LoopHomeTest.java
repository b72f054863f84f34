package millrace.loop.pool;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import millrace.loop.EventLoop;
import millrace.loop.PollerKind;
import org.junit.jupiter.api.Test;

/** Jobs complete on the loop that submitted them, whoever ends them. */
class LoopHomeTest {
    private static <T> T await(CompletableFuture<T> job) throws Exception {
        return job.get(Gate.DEADLINE_SECONDS, TimeUnit.SECONDS);
    }

    private static EventLoop loop() throws Exception {
        EventLoop loop = EventLoop.open("home", PollerKind.EPOLL);
        loop.startDaemon();
        return loop;
    }

    private static CpuPool pool(int threads) {
        return CpuPool.open(CpuPool.Options.defaults().withThreads(threads));
    }

    @Test
    void stagesRunOnTheLoopThatSubmittedInTheOrderOfTheirEnds() throws Exception {
        int jobs = 20_000;
        try (EventLoop loop = loop();
                CpuPool pool = pool(1)) {
            Lane lane = pool.lane("order", LaneOptions.defaults().withMaxQueued(jobs));
            CompletableFuture<Integer> disorder = new CompletableFuture<>();
            int[] counts = new int[2];
            loop.execute(() -> {
                for (int i = 0; i < jobs; i++) {
                    int number = i;
                    lane.submit(() -> number).thenAccept(value -> {
                        counts[0] += EventLoop.current() == loop ? 0 : 1;
                        counts[0] += value == counts[1]++ ? 0 : 1;
                        if (counts[1] == jobs) {
                            disorder.complete(counts[0]);
                        }
                    });
                }
            });
            assertEquals(0, await(disorder));
        }
    }

    @Test
    void aJobCancelledFromAnotherThreadTellsItsOwnLoop() throws Exception {
        try (EventLoop loop = loop();
                CpuPool pool = pool(1)) {
            Gate gate = new Gate(1);
            CompletableFuture<EventLoop> told = new CompletableFuture<>();
            AtomicInteger ran = new AtomicInteger();
            Job<Void> running = pool.application().submit(gate::pass);
            gate.awaitEntered();
            Job<Integer> job = await(loop.submit(() -> {
                        Job<Integer> fresh = pool.application().submit(ran::incrementAndGet);
                        fresh.whenComplete((value, failure) -> told.complete(EventLoop.current()));
                        return fresh;
                    })
                    .toCompletableFuture());
            assertTrue(job.cancel(false));
            assertSame(loop, await(told));
            gate.open();
            await(running);
            await(pool.application().submit(() -> null));
            assertEquals(0, ran.get());
        }
    }

    @Test
    void aJobCancelledOnItsLoopIsCancelledThereAndThenEvenWhileItRuns() throws Exception {
        try (EventLoop loop = loop();
                CpuPool pool = pool(1)) {
            Gate gate = new Gate(1);
            Job<Void> running =
                    await(loop.submit(() -> pool.application().submit(gate::pass)).toCompletableFuture());
            gate.awaitEntered();
            assertTrue(await(loop.submit(() -> running.cancel(true) && running.isCancelled())
                    .toCompletableFuture()));
            gate.open();
            await(pool.application().submit(() -> null));
            assertTrue(running.isCancelled());
            assertEquals(2, pool.application().figures().completed());
        }
    }

    @Test
    void aResultComesHomeThoughTheQuickTaskBehindItTurnsOutSlow() throws Exception {
        try (EventLoop loop = loop();
                CpuPool pool = pool(1)) {
            Lane lane = pool.lane("mostly quick");
            for (int i = 0; i < 10_000; i++) {
                await(lane.submit(() -> null));
            }
            Gate gate = new Gate(1);
            CompletableFuture<Integer> first = new CompletableFuture<>();
            CompletableFuture<Void> second = new CompletableFuture<>();
            loop.execute(() -> {
                lane.submit(() -> 1).thenAccept(first::complete);
                lane.submit(gate::pass).thenAccept(second::complete);
            });
            assertEquals(1, await(first));
            gate.open();
            await(second);
        }
    }

    @Test
    void manyThatComeHomeAtOnceLeaveTheLoopTimeForOtherThings() throws Exception {
        int jobs = 5 * Homecoming.BUDGET;
        try (EventLoop loop = loop();
                CpuPool pool = pool(1)) {
            Lane lane = pool.lane("many", LaneOptions.defaults().withMaxQueued(jobs));
            CompletableFuture<Integer> most = new CompletableFuture<>();
            loop.execute(() -> {
                int[] seen = new int[3];
                for (int i = 0; i < jobs; i++) {
                    int number = i;
                    lane.submit(() -> number).thenAccept(value -> {
                        assertEquals(seen[0], value);
                        seen[1] = loop.turns() == seen[2] ? seen[1] + 1 : 1;
                        seen[2] = (int) loop.turns();
                        if (seen[1] > 2 * Homecoming.BUDGET) {
                            most.complete(seen[1]);
                        }
                        if (++seen[0] == jobs) {
                            most.complete(0);
                        }
                    });
                }
                while (lane.figures().completed() < jobs) {
                    Thread.onSpinWait();
                }
            });
            assertEquals(0, await(most), "jobs that completed in one turn");
        }
    }

    @Test
    void manyThatComeHomeToALoopThatEndsAllComplete() throws Exception {
        int jobs = 5 * Homecoming.BUDGET;
        try (EventLoop loop = loop();
                CpuPool pool = pool(1)) {
            Lane lane = pool.lane("many", LaneOptions.defaults().withMaxQueued(jobs));
            List<Job<Void>> all = new ArrayList<>();
            loop.execute(() -> {
                for (int i = 0; i < jobs; i++) {
                    all.add(lane.submit(() -> null));
                }
                while (lane.figures().completed() < jobs) {
                    Thread.onSpinWait();
                }
                loop.stop();
            });
            await(loop.ended().toCompletableFuture());
            for (Job<Void> job : all) {
                await(job);
            }
        }
    }

    @Test
    void aJobWhoseLoopHasEndedCompletesAllTheSame() throws Exception {
        try (CpuPool pool = pool(1)) {
            Gate gate = new Gate(1);
            CompletableFuture<Thread> told = new CompletableFuture<>();
            EventLoop loop = loop();
            loop.submit(() -> pool.application()
                    .submit(gate::pass)
                    .whenComplete((value, failure) -> told.complete(Thread.currentThread())));
            gate.awaitEntered();
            loop.close();
            assertFalse(told.isDone());
            gate.open();
            assertTrue(await(told).isVirtual());
        }
    }
}
