package millrace.cluster.work;

import static java.util.concurrent.TimeUnit.HOURS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import millrace.cluster.StopPolicy;
import millrace.cluster.work.TaskRefusedException.Reason;
import millrace.loop.EventLoop;
import millrace.loop.PollerKind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Starting, recycling, refusing and stopping. */
class LifeOfAPoolTest {

    private static TaskRefusedException refused(Reason reason, Task task) {
        TaskRefusedException refused = Pools.failure(TaskRefusedException.class, task);
        assertEquals(reason, refused.reason(), refused.getMessage());
        return refused;
    }

    @Test
    void aProgramThatDoesNotExistIsNamedToEveryTask() {
        try (Pools pools = new Pools(Pools.quick(List.of("millrace-no-such-program")))) {
            for (int i = 0; i < 3; i++) {
                String message = refused(Reason.NO_WORKERS, pools.pool.submit(i)).getMessage();
                assertTrue(message.contains("millrace-no-such-program") && message.contains("ENOENT"), message);
            }
        }
    }

    @Test
    void aProgramThatDiesAtItsStartIsNamedWithItsLastWords() {
        try (Pools pools = new Pools(Pools.quick(List.of("sh", "-c", "echo no config >&2; exit 5")))) {
            String message = refused(Reason.NO_WORKERS, pools.pool.submit(1)).getMessage();
            assertTrue(message.contains("exit code 5") && message.contains("no config"), message);
            assertEquals(0, pools.figures().queued());
        }
    }

    @Test
    void aProgramThatServesNoTasksIsFoundOut() {
        try (Pools pools = new Pools(
                Pools.quick(List.of("sleep", "1000")).withStartDeadline(Duration.ofMillis(100)).withSize(1))) {
            String message = refused(Reason.NO_WORKERS, pools.pool.submit(1)).getMessage();
            assertTrue(message.contains("not said within 100 ms that it is ready"), message);
        }
    }

    /** Started again at once each time, it would keep the machine busy with that. */
    @Test
    void aProgramThatDiesAsSoonAsItIsReadyIsStartedEverLater() {
        try (Pools pools = new Pools(
                Pools.quick(List.of("sh", "-c", "echo '{\"cmd\":\"millrace:ready\"}' >&3")).withSize(1))) {
            assertEquals(List.of(0L, 10L, 15L, 22L), List.of(
                    pools.awaitRestart(), pools.awaitRestart(), pools.awaitRestart(), pools.awaitRestart()));
        }
    }

    @Test
    void aPoolComesBackWhenItsProgramDoes(@TempDir Path folder) throws Exception {
        Path program = folder.resolve("worker");
        Files.writeString(program, "#!/bin/sh\nexit 1\n");
        assertTrue(program.toFile().setExecutable(true));
        try (Pools pools = new Pools(Pools.quick(List.of(program.toString())).withSize(1))) {
            refused(Reason.NO_WORKERS, pools.pool.submit(1));
            Path good = Files.writeString(folder.resolve("good"), """
                    #!/bin/sh
                    echo '{"cmd":"millrace:ready"}' >&3
                    until read line <&3; do :; done  # its end of the channel does not wait
                    echo '{"cmd": "millrace:result", "id": 1, "payload": "from a shell"}' >&3
                    exec sleep 1000
                    """);
            assertTrue(good.toFile().setExecutable(true));
            Files.move(good, program, StandardCopyOption.ATOMIC_MOVE);
            pools.awaitReady(1);
            assertEquals("from a shell", Pools.get(pools.pool.submit(1)));
        }
    }

    @Test
    void aProcessIsReplacedAfterItsNumberOfTasks() {
        try (Pools pools = new Pools(Pools.node().withRecycleAfter(3))) {
            List<Integer> pids = new ArrayList<>();
            for (int i = 0; i < 9; i++) {
                pids.add(pools.pid());
            }
            assertEquals(3, new HashSet<>(pids).size(), pids.toString());
            assertEquals(pids.get(0), pids.get(2));
            assertEquals(0, pools.figures().lost());
        }
    }

    @Test
    void aProcessGetsNoMoreThanItsNumberOfTasksAtATimeEither() {
        try (Pools pools = new Pools(Pools.node().withTasksPerProcess(3).withRecycleAfter(2))) {
            List<Task> tasks = List.of(pools.submit("pid"), pools.submit("pid"), pools.submit("pid"), pools.submit("pid"));
            List<Object> pids = tasks.stream().map(task -> Pools.get(task)).toList();
            assertEquals(pids.get(0), pids.get(1));
            assertNotEquals(pids.get(1), pids.get(2));
            assertEquals(pids.get(2), pids.get(3));
        }
    }

    @Test
    void aProcessThatLeaksIsReplacedAndNothingIsLost() {
        try (Pools pools = new Pools(Pools.node().withRecycleAbove(200L << 20))) {
            Set<Object> pids = new HashSet<>();
            for (int i = 0; i < 100 && pids.size() < 3; i++) {
                pids.add(Pools.get(pools.pool.submit(Map.of("do", "leak", "bytes", 20 << 20))));
            }
            assertEquals(3, pids.size());
            ProcessFigures figures = pools.figures();
            assertTrue(figures.recycled() >= 2, figures.toString());
            assertEquals(0, figures.lost());
        }
    }

    @Test
    void aFullQueueRefusesAndTakesAgainWhenThereIsRoom() {
        try (Pools pools = new Pools(Pools.node().withMaxQueued(2))) {
            Task running = pools.submit("wait");
            pools.awaitOutput("waiting");
            Task first = pools.pool.submit("first");
            Task second = pools.pool.submit("second");
            for (int i = 0; i < 100_000; i++) {
                Task refused = pools.pool.submit("third");
                assertTrue(refused.isCompletedExceptionally());
            }
            refused(Reason.QUEUE_FULL, pools.pool.submit("third"));
            assertEquals(100_001, pools.figures().refused());
            assertTrue(first.cancel(true));
            // A cancelled task's place is free when the pool has heard of it.
            pools.figures();
            Task third = pools.pool.submit("third");
            assertFalse(third.isDone());
            running.cancel(true);
            assertEquals("second", Pools.get(second));
            assertEquals("third", Pools.get(third));
        }
    }

    @Test
    void aCancelledTaskThatWaitsIsNeverBegun() {
        try (Pools pools = new Pools(Pools.node())) {
            Task running = pools.submit("obey");
            pools.awaitOutput("waiting");
            Task waits = pools.pool.submit(Map.of("do", "say", "text", "begun"));
            assertTrue(waits.cancel(false));
            assertEquals(0, pools.figures().queued());
            running.cancel(true);
            Pools.get(pools.pool.submit(Map.of("do", "say", "text", "later")));
            assertEquals(2, pools.figures().cancelled());
            assertEquals(1, pools.figures().completed());
        }
    }

    @Test
    void aCancelledTaskThatRunsIsToldAndItsProcessLivesWhenItObeys() {
        for (ProcessOptions options : List.of(Pools.node(), Pools.java())) {
            try (Pools pools = new Pools(options.withCancelGrace(Duration.ofSeconds(60)))) {
                int pid = pools.pid();
                Task task = pools.submit("obey");
                pools.awaitOutput("waiting");
                assertTrue(task.cancel(true));
                assertTrue(task.isCancelled());
                assertEquals(pid, pools.pid());
                assertEquals(1, pools.figures().cancelled());
            }
        }
    }

    @Test
    void aCancelledTaskThatDoesNotObeyIsKilledAfterTheGrace() {
        try (Pools pools = new Pools(Pools.node().withCancelGrace(Duration.ofMillis(100)))) {
            int pid = pools.pid();
            Task task = pools.submit("spin");
            pools.awaitOutput("spinning");
            task.orTimeout(1, TimeUnit.MILLISECONDS);
            assertNotEquals(pid, pools.pid());
            ProcessFigures figures = pools.figures();
            assertEquals(1, figures.cancelled());
            assertEquals(0, figures.lost());
        }
    }

    @Test
    void aLazyPoolStartsNobodyBeforeTheFirstTask() {
        try (Pools pools = new Pools(Pools.node().withLazyStart())) {
            assertEquals(0, pools.started());
            assertEquals("first", Pools.get(pools.pool.submit("first")));
            assertEquals(1, pools.started());
        }
        new Pools(Pools.node().withLazyStart()).close();
    }

    @Test
    void aTaskCompletesOnTheLoopThatSubmittedIt() throws Exception {
        EventLoop asker = EventLoop.open("asker", PollerKind.EPOLL);
        asker.start();
        try (Pools pools = new Pools(Pools.java())) {
            CompletableFuture<EventLoop> done = new CompletableFuture<>();
            CompletableFuture<EventLoop> failed = new CompletableFuture<>();
            asker.execute(() -> {
                pools.pool.submit("a").thenRun(() -> done.complete(EventLoop.current()));
                pools.pool.submit(new Object()).whenComplete((result, cause) -> failed.complete(EventLoop.current()));
            });
            assertSame(asker, Pools.get(done));
            assertSame(asker, Pools.get(failed));
        } finally {
            asker.close();
        }
    }

    @Test
    void moreTasksAtATimeRunInOneProcess() {
        try (Pools pools = new Pools(Pools.java("3").withTasksPerProcess(3))) {
            List<Task> tasks = new ArrayList<>();
            for (int i = 0; i < 3; i++) {
                tasks.add(pools.submit("together"));
            }
            tasks.forEach(task -> assertEquals("done", Pools.get(task)));
        }
    }

    @Test
    void stoppingLetsTasksEndAndRefusesNewOnes() {
        Pools pools = new Pools(Pools.node());
        List<Task> tasks = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            tasks.add(pools.pool.submit(i));
        }
        CompletableFuture<Void> stopped = pools.pool.stop().toCompletableFuture();
        Task late = pools.pool.submit("late");
        Pools.get(stopped);
        for (int i = 0; i < 50; i++) {
            assertEquals(i, Pools.get(tasks.get(i)));
        }
        refused(Reason.STOPPED, late);
        refused(Reason.STOPPED, pools.pool.submit("later"));
        Pools.get(pools.pool.stop());
        assertEquals(50, pools.figures().completed());
    }

    @Test
    void stoppingWaitsForNoTaskThatCannotBeBegun() {
        Pools pools = new Pools(Pools.node().withStop(new StopPolicy(HOURS.toNanos(1), HOURS.toNanos(1))));
        Task impossible = pools.pool.submit(new Object());
        Pools.get(pools.pool.stop());
        Pools.failure(IllegalArgumentException.class, impossible);
    }

    @Test
    void aProcessThatIsToldToLeaveHasTheTimeThatThePolicyGives() {
        Pools pools = new Pools(Pools.node());
        Pools.get(pools.submit("leave slowly"));
        pools.close();
        pools.awaitOutput("left in order");
    }

    @Test
    void stoppingEndsTasksThatDoNotEndAndSaysSo() {
        Pools pools = new Pools(Pools.node().withStop(new StopPolicy(1_000_000, 1_000_000)));
        Task endless = pools.submit("spin");
        pools.awaitOutput("spinning");
        Task waits = pools.pool.submit("waits");
        Pools.get(pools.pool.stop());
        Pools.lost(TaskLostException.Reason.STOPPED, endless);
        refused(Reason.STOPPED, waits);
    }
}
