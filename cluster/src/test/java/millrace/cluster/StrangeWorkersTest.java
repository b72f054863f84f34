package millrace.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import millrace.os.Signal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Workers that refuse connections, babble, send sockets, or read late. */
class StrangeWorkersTest {

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
            Client.close(clients);
        }
    }

    @Test
    void whoTakesNoMoreSocketsIsToldSoAndThePortsAreNotOpenForNobody(@TempDir Path folder) throws IOException {
        // Never says that a descriptor has arrived: 128 may be under way.
        String program = "import socket, json, sys, time; s = socket.socket(fileno=3); say = lambda **m:"
                + " s.sendall((json.dumps(dict(cmd='NODE_CLUSTER', **m)) + '\\n').encode()); say(act='online');"
                + " [say(act='queryServer', seq=i, index=0, address='" + folder + "/' + str(i), port=-1, addressType=-1,"
                + " fd=-1, flags=0, data=None) for i in range(130)]; s.recv(1 << 20); time.sleep(1000)";
        AppSpec spec = AppSpec.of("hoarder", List.of("/usr/bin/python3", "-c", program))
                .withStop(new StopPolicy(1_000_000, 1_000_000))
                .withScheduling(Scheduling.SHARED);
        try (RunningApp app = new RunningApp(spec)) {
            assertEquals(folder.resolve("128") + ": 24", app.await(2, "cannotListen").getFirst().text());
            try (Stream<Path> open = Files.list(folder)) {
                assertEquals(128, open.count());
            }
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
            RunningApp.kill(worker, Signal.SIGSTOP);
            for (int i = 0; i < 2; i++) {
                int length = 65_500 - "{\"text\":\"\"}\n".length();
                app.on(() -> app.primary().send(worker, "{\"text\":\"" + "x".repeat(length) + "\"}"));
            }
            List<Client> clients = Client.ask(port, 3);
            RunningApp.kill(worker, Signal.SIGCONT);
            for (Client client : clients) {
                assertTrue(client.answer().startsWith("GET / "));
            }
            Client.close(clients);
        }
    }
}
