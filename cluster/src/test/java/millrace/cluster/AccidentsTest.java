package millrace.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.net.ConnectException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import millrace.os.Signal;
import millrace.os.Signals;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

/** Workers that die, stop, refuse, babble or do not want to go. */
class AccidentsTest {

    private static void kill(Worker worker, Signal signal) {
        assertEquals(0, Signals.send(worker.pid(), signal));
    }

    private static List<Client> connect(int port, int count) throws IOException {
        List<Client> clients = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Client client = Client.connect(port);
            client.send();
            clients.add(client);
        }
        return clients;
    }

    private static void close(List<Client> clients) throws IOException {
        for (Client client : clients) {
            client.close();
        }
    }

    @Test
    void aKilledWorkerIsReplacedAndNobodyIsRefusedMeanwhile() throws IOException {
        int port = Node.freePort();
        try (RunningApp app = new RunningApp(Node.app("hello.js", "" + port))) {
            app.await(1, "listening");
            Worker first = app.workers().getFirst();
            kill(first, Signal.SIGKILL);
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
            kill(stopped, Signal.SIGSTOP);
            List<Client> clients = connect(port, 40);
            // Those that are handed to the stopped worker are not answered; at least one is among them.
            kill(stopped, Signal.SIGKILL);
            for (Client client : clients) {
                assertTrue(client.answer().startsWith("worker "));
            }
            close(clients);
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
            kill(stopped, Signal.SIGSTOP);
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
            kill(stopped, Signal.SIGCONT);
            for (Future<String> answer : answers) {
                assertTrue(answer.get(60, TimeUnit.SECONDS).startsWith("worker "));
            }
        }
    }

    @Test
    void aWorkerThatRefusesGivesItsConnectionsToTheOther() throws IOException {
        int port = Node.freePort();
        try (RunningApp app = new RunningApp(Node.app("moods.js", "" + port, "shy").withInstances(2))) {
            app.await(2, "listening");
            // Two each are accepted; the fifth waits until there is room.
            List<Client> clients = new ArrayList<>();
            List<String> workers = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                Client client = Client.connect(port);
                clients.add(client);
                workers.add(client.read(1));
            }
            workers.sort(null);
            assertEquals(List.of("1", "1", "2", "2"), workers);
            try (Client fifth = Client.connect(port)) {
                clients.removeFirst().close();
                assertEquals(1, fifth.read(1).length());
            }
            close(clients);
        }
    }

    @Test
    void aWorkerThatLeavesByItselfIsReplacedAndCountsAsNoAccident() {
        try (RunningApp app = new RunningApp(Node.app("moods.js", "0", "leaver"))) {
            app.await(1, "listening");
            Worker first = app.workers().getFirst();
            app.on(() -> app.primary().send(first, "\"go\""));
            assertEquals("exit code 0", app.await(1, "exited").getFirst().text());
            assertTrue(first.exitedAfterDisconnect());
            app.await(2, "listening");
        }
    }

    @Test
    void nobodyIsRefusedBetweenTheLastServerThatClosesAndTheNextWorker() throws IOException {
        int port = Node.freePort();
        try (RunningApp app = new RunningApp(Node.app("moods.js", "" + port, "careful"))) {
            app.await(1, "listening");
            Worker worker = app.workers().getFirst();
            app.on(() -> app.primary().send(worker, "\"close\""));
            app.await("message", "\"closed\"");
            try (Client client = Client.connect(port)) {
                client.send();
                app.on(() -> app.primary().send(worker, "\"exit\""));
                assertEquals("2", client.answer());
            }
        }
    }

    @Test
    void anAppCanCloseItsServerAndListenAgain() throws IOException {
        int port = Node.freePort();
        try (RunningApp app = new RunningApp(Node.app("moods.js", "" + port, "returner"))) {
            app.await(1, "listening");
            app.on(() -> app.primary().send(app.primary().workers().getFirst(), "1"));
            app.await(2, "listening");
            assertEquals("back", Client.get(port));
        }
    }

    @Test
    void aPortThatNoWorkerWantsAnyMoreIsClosed() {
        int port = Node.freePort();
        try (RunningApp app = new RunningApp(Node.app("moods.js", "" + port, "careful"))) {
            app.await(1, "listening");
            app.on(() -> app.primary().send(app.primary().workers().getFirst(), "1"));
            app.await("message", "\"closed\"");
            Assertions.assertTimeout(Duration.ofSeconds(60), () -> untilRefused(port));
        }
    }

    /** Each try waits for the primary to close what it has taken, or is refused. */
    private static void untilRefused(int port) throws IOException {
        try {
            while (true) {
                try (Client client = Client.connect(port)) {
                    client.read(1);
                }
            }
        } catch (ConnectException refused) {
            assertTrue(refused.getMessage().contains("refused"));
        } catch (IOException reset) {
            untilRefused(port);
        }
    }

    @Test
    void stoppingDisconnectsTheWorkersAndClosesThePort() throws IOException {
        int port = Node.freePort();
        try (RunningApp app = new RunningApp(Node.app("hello.js", "" + port).withInstances(2))) {
            app.await(2, "listening");
            List<Worker> workers = app.workers();
            RunningApp.get(app.on(app.primary()::stop));
            for (RunningApp.Event exit : app.await(2, "exited")) {
                assertEquals("exit code 0", exit.text());
            }
            assertTrue(workers.stream().allMatch(Worker::exitedAfterDisconnect));
            assertEquals(List.of(), app.all("restarting"));
            Assertions.assertThrows(ConnectException.class, () -> Client.connect(port));
        }
    }

    @Test
    void whoDoesNotWantToGoIsKilled() {
        AppSpec spec = Node.app("moods.js", "0", "stubborn").withStop(new StopPolicy(1_000_000, 1_000_000));
        try (RunningApp app = new RunningApp(spec)) {
            app.await(1, "listening");
            RunningApp.get(app.on(app.primary()::stop));
            assertEquals("killed by SIGKILL", app.await(1, "exited").getFirst().text());
        }
    }

    @Test
    void impatienceShortensTheGraceTime() {
        long day = TimeUnit.DAYS.toNanos(1);
        AppSpec spec = Node.app("moods.js", "0", "stubborn").withStop(new StopPolicy(day, day));
        try (RunningApp app = new RunningApp(spec)) {
            app.await(1, "listening");
            app.on(() -> {
                var stopped = app.primary().stop();
                app.primary().hurry();
                app.primary().hurry();
                return stopped;
            });
            assertEquals("killed by SIGKILL", app.await(1, "exited").getFirst().text());
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
                    List.of("0 ms", "1 ms", "2 ms"),
                    app.all("restarting").stream().map(RunningApp.Event::text).toList());
        }
    }

    @Test
    void anExitCodeThatIsFinalEndsTheInstance() {
        AppSpec spec = Node.app("moods.js", "0", "done")
                .withRestart(RestartPolicy.DEFAULT.withFinalExitCodes(Set.of(0)));
        try (RunningApp app = new RunningApp(spec)) {
            app.await(1, "ended");
            assertEquals(1, app.all("exited").size());
            assertEquals(1, app.all("stopped").size());
        }
    }

    @Test
    void aProgramThatDoesNotExistIsGivenUpAtOnce() {
        try (RunningApp app = new RunningApp(AppSpec.of("none", List.of("millrace-no-such-program")))) {
            String reason = app.await(1, "errored").getFirst().text();
            assertTrue(reason.contains("millrace-no-such-program") && reason.contains("ENOENT"), reason);
            assertEquals(List.of(), app.all("restarting"));
        }
    }

    @Test
    void garbageOnTheChannelHarmsNobody() throws IOException {
        int port = Node.freePort();
        try (RunningApp app = new RunningApp(Node.app("moods.js", "" + port, "babbler"))) {
            app.await("message", "\"done\"");
            assertEquals("still here", Client.get(port));
            assertEquals(List.of(), app.all("exited"));
            assertFalse(app.all("warning").isEmpty());
        }
    }

    @Test
    void megabytesOfRandomBytesHarmNobodyAndAreReportedAFewTimes() {
        AppSpec noise = AppSpec.of("sh", List.of("sh", "-c", "head -c 3000000 /dev/urandom >&3; echo done; exec sleep 1000"));
        try (RunningApp app = new RunningApp(noise)) {
            app.await("stdout", "done");
            assertEquals(1, app.workers().size());
            RunningApp.get(app.on(app.primary()::stop));
            assertTrue(app.all("warning").size() <= 5, app.toString());
            assertFalse(app.all("warning").isEmpty());
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
    void aSocketSentToThePrimaryIsRefusedAndTheWorkerGoesOn() throws IOException {
        int port = Node.freePort();
        try (RunningApp app = new RunningApp(Node.app("moods.js", "" + port, "giver")
                        .withStop(new StopPolicy(1_000_000, 1_000_000)));
                Client client = firstClient(app, port)) {
            String warning = app.await(1, "warning").getFirst().text();
            assertTrue(warning.contains("net.Socket"), warning);
            app.await("message", "{\"and\":\"then\"}");
            // Nobody holds it any more.
            assertEquals("", client.read(1));
        }
    }

    private static Client firstClient(RunningApp app, int port) throws IOException {
        app.await(1, "listening");
        return Client.connect(port);
    }

    /** Node pairs one descriptor with one read of 64 KiB; a long message must not bring two of them into one. */
    @Test
    void connectionsBehindALongMessageReachTheRightClient() throws IOException {
        int port = Node.freePort();
        try (RunningApp app = new RunningApp(Node.app("moods.js", "" + port, "reader"))) {
            app.await(1, "listening");
            Worker worker = app.workers().getFirst();
            kill(worker, Signal.SIGSTOP);
            for (int i = 0; i < 2; i++) {
                int length = 65_500 - "{\"text\":\"\"}\n".length();
                app.on(() -> app.primary().send(worker, "{\"text\":\"" + "x".repeat(length) + "\"}"));
            }
            List<Client> clients = connect(port, 3);
            kill(worker, Signal.SIGCONT);
            for (Client client : clients) {
                assertTrue(client.answer().startsWith("GET / "));
            }
            close(clients);
        }
    }

    @Test
    void aProgramWithoutAProtocolIsEndedBySigterm() {
        AppSpec spec = AppSpec.of("sh", List.of("sh", "-c", "echo ready; exec sleep 1000"))
                .withProtocol(AppSpec.Protocol.NONE);
        try (RunningApp app = new RunningApp(spec)) {
            app.await("stdout", "ready");
            RunningApp.get(app.on(app.primary()::stop));
            assertEquals("killed by SIGTERM", app.await(1, "exited").getFirst().text());
        }
    }

    @Test
    void childrenOfAWorkerEndWithIt() {
        AppSpec spec = AppSpec.of("sh", List.of("sh", "-c", "sleep 1000 & echo $!; wait")).withProtocol(AppSpec.Protocol.NONE);
        try (RunningApp app = new RunningApp(spec)) {
            int sleeper = Integer.parseInt(app.await(1, "stdout").getFirst().text());
            kill(app.workers().getFirst(), Signal.SIGKILL);
            app.await(1, "exited");
            ProcessHandle.of(sleeper).ifPresent(process -> process.onExit().orTimeout(60, TimeUnit.SECONDS).join());
        }
    }
}
