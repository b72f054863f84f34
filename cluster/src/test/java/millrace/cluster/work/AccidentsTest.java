package millrace.cluster.work;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import millrace.cluster.work.TaskLostException.Reason;
import millrace.os.Signal;
import millrace.os.Signals;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whatever befalls a worker: its task fails with the reason, all others are done. */
class AccidentsTest {

    @Test
    void aTaskWhoseProcessIsKilledFailsWithPidSignalAndLastWordsAndTheOthersAreDone() {
        try (Pools pools = new Pools(Pools.node())) {
            int pid = pools.pid();
            Pools.get(pools.pool.submit(Map.of("do", "say", "text", "my last words")));
            pools.awaitOutput("my last words");
            Task lost = pools.submit("wait");
            Task other = pools.pool.submit("other");
            pools.awaitOutput("waiting");
            assertEquals(0, Signals.send(pid, Signal.SIGKILL));
            TaskLostException cause = Pools.lost(Reason.ENDED, lost);
            assertEquals(pid, cause.pid());
            for (String part : List.of("process " + pid, "killed by SIGKILL", "my last words")) {
                assertTrue(cause.getMessage().contains(part), cause.getMessage());
            }
            assertEquals("other", Pools.get(other));
            assertNotEquals(pid, pools.pid());
            ProcessFigures figures = pools.figures();
            assertEquals(1, figures.lost());
            assertEquals(1, figures.restarts());
        }
    }

    @Test
    void aStoppedProcessIsKilledAtTheDeadlineOfItsTask() {
        try (Pools pools = new Pools(Pools.node())) {
            int pid = pools.pid();
            assertEquals(0, Signals.send(pid, Signal.SIGSTOP));
            Task task = pools.pool.submit("never read", Duration.ofMillis(200));
            TaskLostException cause = Pools.lost(Reason.DEADLINE, task);
            assertTrue(cause.getMessage().contains("200 ms"), cause.getMessage());
            assertEquals(pid, pools.awaitExit());
            assertNotEquals(pid, pools.pid());
        }
    }

    @Test
    void aTaskThatNeverEndsIsEndedByItsDeadlineAndTheNextOneIsDone() {
        try (Pools pools = new Pools(Pools.node().withDeadline(Duration.ofMillis(300)))) {
            Task endless = pools.submit("spin");
            Task next = pools.pool.submit("next", Duration.ofSeconds(60));
            Pools.lost(Reason.DEADLINE, endless);
            assertEquals("next", Pools.get(next));
        }
    }

    @Test
    void aProcessThatExitsInTheMiddleLosesItsTaskWithTheExitCode() {
        try (Pools pools = new Pools(Pools.node())) {
            Task task = pools.pool.submit(Map.of("do", "exit", "code", 3, "text", "I give up"));
            String message = Pools.lost(Reason.ENDED, task).getMessage();
            assertTrue(message.contains("exit code 3") && message.contains("I give up"), message);
            assertEquals("next", Pools.get(pools.pool.submit("next")));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"garbage", "half", "long"})
    void aProcessWhoseAnswersCannotBeReliedOnIsKilled(String what) {
        try (Pools pools = new Pools(Pools.node())) {
            int pid = pools.pid();
            Task task = pools.submit(what);
            Task next = pools.pool.submit("next");
            TaskLostException cause = Pools.lost(Reason.KILLED, task);
            assertEquals(pid, cause.pid());
            assertTrue(cause.getMessage().contains("was killed because it"), cause.getMessage());
            assertEquals("next", Pools.get(next));
        }
    }

    @Test
    void aProcessThatClosesItsChannelLosesItsTask() {
        try (Pools pools = new Pools(Pools.node())) {
            Task task = pools.submit("close");
            Task next = pools.pool.submit("next");
            TaskLostException lost = Pools.failure(TaskLostException.class, task);
            // It ends by itself, but a busy machine may take longer for that than the pool waits.
            boolean ended = lost.reason() == Reason.ENDED;
            assertTrue(ended || lost.getMessage().contains("it has closed its channel"), lost.getMessage());
            assertEquals("next", Pools.get(next));
        }
    }

    /** It knows nothing of the protocol but how tasks go. */
    @Test
    void aProgramInAnyLanguageThatClosesItsChannelLosesItsTask() {
        String program = """
                echo '{"cmd":"millrace:ready"}' >&3
                until read line <&3; do :; done  # its end of the channel does not wait
                exec 3>&-
                exec sleep 1000
                """;
        try (Pools pools = new Pools(Pools.quick(List.of("sh", "-c", program)).withSize(1).withoutDeadline())) {
            String message = Pools.lost(Reason.KILLED, pools.pool.submit(1)).getMessage();
            assertTrue(message.contains("it has closed its channel"), message);
        }
    }

    @Test
    void anAnswerThatNobodyWaitsForIsIgnored() {
        try (Pools pools = new Pools(Pools.node())) {
            int pid = pools.pid();
            assertEquals("still here", Pools.get(pools.submit("strange")));
            assertEquals(pid, pools.pid());
        }
    }

    @Test
    void whatTheCodeThrowsComesBackAndTheProcessGoesOn() {
        for (ProcessOptions options : List.of(Pools.node(), Pools.java())) {
            try (Pools pools = new Pools(options)) {
                int pid = pools.pid();
                TaskFailedException cause = Pools.failure(
                        TaskFailedException.class, pools.pool.submit(Map.of("do", "throw", "text", "no such luck")));
                assertTrue(cause.getMessage().contains("no such luck"), cause.getMessage());
                assertTrue(cause.kind().matches("TypeError|java.lang.IllegalStateException"), cause.kind());
                assertTrue(cause.remoteStack().contains("asks"), cause.remoteStack());
                assertEquals(pid, pools.pid());
                assertEquals(1, pools.figures().failed());
            }
        }
    }

    @Test
    void aStackThatOverflowsFailsTheTaskAndMemoryThatRunsOutEndsTheProcess() {
        try (Pools pools = new Pools(Pools.java())) {
            int pid = pools.pid();
            assertEquals(
                    "java.lang.StackOverflowError",
                    Pools.failure(TaskFailedException.class, pools.submit("overflow")).kind());
            assertEquals(pid, pools.pid());
            String message = Pools.lost(Reason.ENDED, pools.submit("memory")).getMessage();
            assertTrue(message.contains("exit code 70") && message.contains("OutOfMemoryError: no more"), message);
            assertNotEquals(pid, pools.pid());
        }
    }

    @Test
    void tasksThatShareAProcessAreLostTogetherAndThoseOfAnotherAreNot() {
        try (Pools pools = new Pools(Pools.node().withTasksPerProcess(3).withSize(2))) {
            pools.awaitReady(2);
            List<Task> waiting = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                waiting.add(pools.submit("wait"));
                pools.awaitOutput("waiting");
            }
            int pid = pools.pid();
            assertEquals(0, Signals.send(pid, Signal.SIGKILL));
            assertEquals(pid, pools.awaitExit(), pools::ends);
            assertEquals(pid, Pools.lost(Reason.ENDED, waiting.stream().filter(Task::isDone).findAny().orElseThrow()).pid());
            assertEquals(2, pools.figures().lost());
            waiting.forEach(task -> task.cancel(true));
        }
    }

    /** Each task is answered with its own answer, or fails once; what was not at work when somebody died is answered. */
    @Test
    void aThousandTasksWithRandomKillsAreEachAnsweredOrLostOnce() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        int count = 1000;
        AtomicInteger completions = new AtomicInteger();
        int lost = 0;
        try (Pools pools = new Pools(Pools.node().withSize(2).withMaxQueued(2 * count))) {
            List<Task> tasks = new ArrayList<>();
            List<Task> pids = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                tasks.add(pools.pool.submit(i));
                tasks.getLast().whenComplete((result, cause) -> completions.incrementAndGet());
                if (i % 50 == 0) {
                    pids.add(pools.submit("pid"));
                }
            }
            killSome(pids, random);
            for (int i = 0; i < count; i++) {
                try {
                    assertEquals(i, tasks.get(i).join(), "seed " + seed);
                } catch (CompletionException e) {
                    assertEquals(TaskLostException.class, e.getCause().getClass(), "seed " + seed);
                    lost++;
                }
            }
            ProcessFigures figures = pools.figures();
            assertEquals(count + pids.size(), figures.completed() + figures.lost(), "seed " + seed);
            assertTrue(lost <= figures.lost() && figures.lost() <= figures.restarts() + 2, figures.toString());
        }
        assertEquals(count, completions.get(), "seed " + seed);
    }

    private static void killSome(List<Task> pids, Random random) {
        for (Task pid : pids) {
            try {
                int number = ((Number) pid.join()).intValue();
                if (random.nextBoolean()) {
                    // It may have ended since; then there is nobody of this number.
                    Signals.send(number, Signal.SIGKILL);
                }
            } catch (CompletionException e) {
                assertEquals(TaskLostException.class, e.getCause().getClass());
            }
        }
    }
}
