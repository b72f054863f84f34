package millrace.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import millrace.os.Signal;
import org.junit.jupiter.api.Test;

/** Workers that are killed or stopped, that die at boot, or cannot be started. */
class AccidentsTest {

    @Test
    void aKilledWorkerIsReplacedAndNobodyIsRefusedMeanwhile() throws IOException {
        int port = Node.freePort();
        try (RunningApp app = new RunningApp(Node.app("hello.js", "" + port))) {
            app.await(1, "listening");
            Worker first = app.workers().getFirst();
            RunningApp.kill(first, Signal.SIGKILL);
            // The only worker is dead: whoever comes now waits for the next one.
            assertTrue(Client.get(port).startsWith("worker 2 "));
            assertEquals("killed by SIGKILL", app.await(1, "exited").getFirst().text());
            assertEquals("0 ms", app.await(1, "restarting").getFirst().text());
            assertEquals(Worker.State.DEAD, first.state());
            assertFalse(first.exitedAfterDisconnect());
            Worker second = app.workers().getFirst();
            assertEquals(first.instance(), second.instance());
            assertNotEquals(first.id(), second.id());
        }
    }

    @Test
    void connectionsOnTheirWayToAWorkerThatDiesGoToAnother() throws IOException {
        int port = Node.freePort();
        try (RunningApp app = new RunningApp(Node.app("hello.js", "" + port).withInstances(2))) {
            app.await(2, "listening");
            Worker stopped = app.workers().getFirst();
            RunningApp.kill(stopped, Signal.SIGSTOP);
            List<Client> clients = Client.ask(port, 40);
            // Those that are handed to the stopped worker are not answered; at least one is among them.
            RunningApp.kill(stopped, Signal.SIGKILL);
            for (Client client : clients) {
                assertTrue(client.answer().startsWith("worker "));
            }
            Client.close(clients);
        }
    }

    @Test
    void aStoppedWorkerHoldsAtMostItsWindowAndAllOthersAreAnswered() throws Exception {
        int port = Node.freePort();
        int count = 4 * HandOvers.WINDOW;
        try (RunningApp app = new RunningApp(Node.app("hello.js", "" + port).withInstances(2));
                ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            app.await(2, "listening");
            Worker stopped = app.workers().getFirst();
            RunningApp.kill(stopped, Signal.SIGSTOP);
            CountDownLatch answered = new CountDownLatch(count - HandOvers.WINDOW);
            List<Future<String>> answers = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                answers.add(clients.submit(() -> {
                    String answer = Client.get(port);
                    answered.countDown();
                    return answer;
                }));
            }
            assertTrue(answered.await(60, TimeUnit.SECONDS), answered.getCount() + " too few were answered");
            RunningApp.kill(stopped, Signal.SIGCONT);
            for (Future<String> answer : answers) {
                assertTrue(answer.get(60, TimeUnit.SECONDS).startsWith("worker "));
            }
        }
    }

    @Test
    void anAppThatDiesAtBootIsGivenUpAndNotTriedForEver() {
        RestartPolicy quick = RestartPolicy.DEFAULT.withMaxEarlyDeaths(3).withDelaysNanos(1_000_000, 4_000_000);
        AppSpec spec = Node.app("moods.js", "0", "broken")
                .withRestart(quick.withMinUptimeNanos(TimeUnit.DAYS.toNanos(1)));
        try (RunningApp app = new RunningApp(spec)) {
            assertEquals("died early 4 times in a row", app.await(1, "errored").getFirst().text());
            app.await(1, "ended");
            assertEquals(4, app.all("exited").size());
            assertEquals(
                    List.of("0 ms", "1 ms", "1 ms"),
                    app.all("restarting").stream().map(RunningApp.Event::text).toList());
        }
    }

    @Test
    void aProgramThatDoesNotExistIsGivenUpAtOnce() {
        try (RunningApp app = new RunningApp(AppSpec.of("none", List.of("millrace-no-such-program")))) {
            String reason = app.await(1, "errored").getFirst().text();
            assertTrue(reason.contains("millrace-no-such-program") && reason.contains("ENOENT"), reason);
            assertEquals(List.of(), app.all("restarting"));
            app.await(1, "ended");
            app.on(() -> {
                app.primary().revive();
                return null;
            });
            app.await(2, "errored");
            app.await(2, "ended");
        }
    }

    @Test
    void aProgramIsFoundInADirectoryThatIsNamedRelatively() throws IOException {
        Path folder = Files.createTempDirectory(Path.of("target"), "app");
        Path program = Files.writeString(folder.resolve("run"), "#!/bin/sh\necho here\n");
        assertTrue(program.toFile().setExecutable(true));
        AppSpec spec = AppSpec.of("run", List.of("./run")).withDirectory(folder);
        try (RunningApp app = new RunningApp(spec.withRestart(RestartPolicy.DEFAULT.withMaxEarlyDeaths(0)))) {
            app.await(1, "ended");
            assertEquals(1, app.all("stdout").size(), app.toString());
        }
    }

    @Test
    void aHundredDeadWorkersLeaveNoDescriptorBehind() {
        long day = TimeUnit.DAYS.toNanos(1);
        AppSpec spec = AppSpec.of("sh", List.of("sh", "-c", "echo a; exit 1"));
        RestartPolicy quick = RestartPolicy.DEFAULT.withMinUptimeNanos(day).withDelaysNanos(1000, 1000);
        int few;
        try (RunningApp app = new RunningApp(spec.withRestart(quick.withMaxEarlyDeaths(2)))) {
            app.await(1, "ended");
            few = app.on(AccidentsTest::openDescriptors);
        }
        try (RunningApp app = new RunningApp(spec.withRestart(quick.withMaxEarlyDeaths(100)))) {
            app.await(1, "ended");
            assertEquals(101, app.all("stdout").size());
            int many = app.on(AccidentsTest::openDescriptors);
            assertTrue(many <= few + 5, few + " descriptors after 3 workers, " + many + " after 101");
        }
    }

    private static int openDescriptors() {
        return new File("/proc/self/fd").list().length;
    }

    @Test
    void childrenOfAWorkerEndWithIt() {
        AppSpec spec = AppSpec.of("sh", List.of("sh", "-c", "sleep 1000 & echo $!; wait")).withProtocol(AppSpec.Protocol.NONE);
        try (RunningApp app = new RunningApp(spec)) {
            int sleeper = Integer.parseInt(app.await(1, "stdout").getFirst().text());
            RunningApp.kill(app.workers().getFirst(), Signal.SIGKILL);
            app.await(1, "exited");
            ProcessHandle.of(sleeper).ifPresent(process -> process.onExit().orTimeout(60, TimeUnit.SECONDS).join());
        }
    }
}
