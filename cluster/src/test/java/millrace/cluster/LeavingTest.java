package millrace.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.ConnectException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

/** How workers leave: asked to, of their own will, in the end by force; and what becomes of their ports. */
class LeavingTest {

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
    void allWhoHaveConnectedBeforeTheStopAreServed() throws IOException {
        int port = Node.freePort();
        try (RunningApp app = new RunningApp(Node.app("hello.js", "" + port))) {
            app.await(1, "listening");
            List<Client> clients = app.on(() -> {
                List<Client> waiting = Client.ask(port, 6 * HandOvers.WINDOW);
                app.primary().stop();
                return waiting;
            });
            for (Client client : clients) {
                assertTrue(client.answer().startsWith("worker "));
            }
            Client.close(clients);
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
    void aProgramWithoutAProtocolIsEndedBySigterm() {
        AppSpec spec = AppSpec.of("sh", List.of("sh", "-c", "echo ready; exec sleep 1000"))
                .withProtocol(AppSpec.Protocol.NONE);
        try (RunningApp app = new RunningApp(spec)) {
            app.await("stdout", "ready");
            RunningApp.get(app.on(app.primary()::stop));
            assertEquals("killed by SIGTERM", app.await(1, "exited").getFirst().text());
        }
    }
}
