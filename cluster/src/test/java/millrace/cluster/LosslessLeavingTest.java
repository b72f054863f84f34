package millrace.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Workers that leave while clients keep their connections: no request is lost, and nobody notices. */
class LosslessLeavingTest {
    private static final int CLIENTS = 20;

    /** Asks without a pause until told to end, on one connection unless an answer says that it is the last. */
    private static int askOnAndOn(int port, AtomicBoolean end) throws IOException {
        int answers = 0;
        KeptAlive connection = new KeptAlive(port);
        try {
            while (!end.get()) {
                assertTrue(connection.ask("/").startsWith("worker "));
                answers++;
                if (connection.isLast()) {
                    connection.close();
                    connection = new KeptAlive(port);
                }
            }
        } finally {
            connection.close();
        }
        return answers;
    }

    private static void replaceAll(RunningApp app) {
        for (Worker worker : app.workers()) {
            int before = app.all("listening").size();
            app.on(() -> {
                app.primary().replace(worker);
                return null;
            });
            app.await(before + 1, "listening");
        }
    }

    private static void loseNothing(AppSpec spec, int port) throws Exception {
        AtomicBoolean end = new AtomicBoolean();
        try (RunningApp app = new RunningApp(spec.withInstances(2));
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            app.await(2, "listening");
            int before = app.on(LosslessLeavingTest::openSockets);
            List<Future<Integer>> clients = new ArrayList<>();
            for (int i = 0; i < CLIENTS; i++) {
                clients.add(threads.submit(() -> askOnAndOn(port, end)));
            }
            replaceAll(app);
            replaceAll(app);
            end.set(true);
            for (Future<Integer> client : clients) {
                assertTrue(client.get() > 0);
            }
            for (RunningApp.Event exit : app.await(4, "exited")) {
                assertEquals("exit code 0", exit.text());
            }
            awaitSockets(app, before);
        }
    }

    /** Copies of the last connections are kept a moment. */
    private static void awaitSockets(RunningApp app, int most) {
        assertTimeoutPreemptively(Duration.ofSeconds(60), () -> {
            while (app.on(LosslessLeavingTest::openSockets) > most) {
                Thread.onSpinWait();
            }
        });
    }

    /** Those of clients included, which come and go; files of the JVM's own come too, and stay. */
    private static int openSockets() throws IOException {
        int sockets = 0;
        for (File descriptor : new File("/proc/self/fd").listFiles()) {
            Path path = descriptor.toPath();
            if (Files.isSymbolicLink(path) && Files.readSymbolicLink(path).toString().startsWith("socket:")) {
                sockets++;
            }
        }
        return sockets;
    }

    @ParameterizedTest
    @ValueSource(strings = {"plain", "graceful"})
    void busyConnectionsOfANodeAppLoseNothingWhenAllItsWorkersAreReplacedTwice(String kind) throws Exception {
        int port = Node.freePort();
        loseNothing(Node.app("web.js", "" + port, kind), port);
    }

    @Test
    void workersThatAcceptThemselvesLoseNothingEither() throws Exception {
        int port = Node.freePort();
        loseNothing(Node.app("web.js", "" + port, "plain").withScheduling(Scheduling.SHARED), port);
    }

    @Test
    void anIdleConnectionMovesToTheNextWorkerAndTheClientDoesNotNotice() throws IOException {
        int port = Node.freePort();
        try (RunningApp app = new RunningApp(Node.app("web.js", "" + port))) {
            app.await(1, "listening");
            try (KeptAlive used = new KeptAlive(port);
                    KeptAlive fresh = new KeptAlive(port)) {
                assertEquals("worker 1 " + used.localPort(), used.ask("/"));
                replaceAll(app);
                assertEquals("worker 2 " + used.localPort(), used.ask("/"));
                assertFalse(used.isLast());
                assertEquals("worker 2 " + fresh.localPort(), fresh.ask("/"));
            }
            assertEquals("exit code 0", app.await(1, "exited").getFirst().text());
        }
    }

    @Test
    void aRequestThatIsBeingAnsweredOrReceivedStaysWithItsWorker() throws IOException {
        int port = Node.freePort();
        try (RunningApp app = new RunningApp(Node.app("web.js", "" + port))) {
            app.await(1, "listening");
            Worker first = app.workers().getFirst();
            try (KeptAlive slow = new KeptAlive(port);
                    KeptAlive half = new KeptAlive(port);
                    KeptAlive other = new KeptAlive(port)) {
                slow.get("/slow");
                app.await("message", "\"waiting\"");
                half.send("POST /echo HTTP/1.1\r\nHost: test\r\nContent-Length: 10\r\n\r\n12345");
                // Whoever answers this has read what came before.
                assertTrue(other.ask("/").startsWith("worker 1 "));
                app.on(() -> {
                    app.primary().replace(first);
                    return null;
                });
                half.send("67890");
                assertEquals("worker 1 1234567890", half.answer());
                app.on(() -> app.primary().send(first, "1"));
                assertEquals("worker 1 slow", slow.answer());
                assertTrue(other.ask("/").startsWith("worker 2 "));
                assertTrue(slow.ask("/").startsWith("worker 2 "));
                assertTrue(half.ask("/").startsWith("worker 2 "));
            }
        }
    }

    @Test
    void aConnectionThatHasChangedItsProtocolIsLeftAlone() throws IOException {
        int port = Node.freePort();
        try (RunningApp app = new RunningApp(Node.app("web.js", "" + port))) {
            app.await(1, "listening");
            try (KeptAlive upgraded = new KeptAlive(port);
                    KeptAlive other = new KeptAlive(port)) {
                upgraded.send("GET / HTTP/1.1\r\nHost: test\r\nConnection: Upgrade\r\nUpgrade: echo\r\n\r\n");
                assertTrue(upgraded.head().startsWith("http/1.1 101 "));
                Worker first = app.workers().getFirst();
                app.on(() -> {
                    app.primary().replace(first);
                    return null;
                });
                // Once its idle connection has come back the worker has heard that it is to leave.
                app.await(1, "moved");
                other.get("/");
                upgraded.send("still there");
                assertEquals("still there", upgraded.read(11));
                upgraded.send("bye");
                assertEquals(-1, upgraded.read());
                upgraded.close();
                assertTrue(other.answer().startsWith("worker 2 "));
            }
            assertEquals("exit code 0", app.await(1, "exited").getFirst().text());
        }
    }

    @Test
    void busyConnectionsOfAJavaAppLoseNothingWhenAllItsWorkersAreReplacedTwice() throws Exception {
        int port = Node.freePort();
        loseNothing(Java.app(KeepingApp.class, "" + port), port);
    }

    @Test
    void aJavaWorkerThatHasClosedItsListenerFinishesItsRequestsBeforeItLeaves() throws IOException {
        int port = Node.freePort();
        try (RunningApp app = new RunningApp(Java.app(KeepingApp.class, "" + port))) {
            app.await(1, "listening");
            Worker first = app.workers().getFirst();
            try (KeptAlive slow = new KeptAlive(port)) {
                slow.get("/slow");
                app.await("message", "\"waiting\"");
                app.on(() -> {
                    app.primary().replace(first);
                    return app.primary().send(first, "1");
                });
                assertEquals("worker 1 slow", slow.answer());
            }
            assertEquals("exit code 0", app.await(1, "exited").getFirst().text());
        }
    }

    @Test
    void newConnectionsOfAPythonAppLoseNothingWhenItsInstancesAreReloaded() throws Exception {
        Path python = Path.of("/usr/bin/python3");
        assumeTrue(Files.isExecutable(python), "SKIPPED: there is no python3; apt-get install python3 to run this test");
        int port = Node.freePort();
        Path script = Path.of(getClass().getResource("activated.py").toURI());
        AppSpec spec = AppSpec.of("python", List.of(python.toString(), script.toString()))
                .withProtocol(AppSpec.Protocol.LISTEN_FDS)
                .withListen(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port))
                .withInstances(2);
        AtomicBoolean end = new AtomicBoolean();
        try (RunningApp app = new RunningApp(spec);
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            app.await(2, "stdout");
            int before = app.on(LosslessLeavingTest::openSockets);
            List<Future<Integer>> clients = new ArrayList<>();
            for (int i = 0; i < CLIENTS / 2; i++) {
                clients.add(threads.submit(() -> askOnAndOn(port, end)));
            }
            for (int instance = 0; instance < 2; instance++) {
                int number = instance;
                ReloadOutcome outcome = RunningApp.get(app.on(() -> app.primary().reload(number)));
                assertEquals(ReloadOutcome.Kind.REPLACED, outcome.kind());
            }
            end.set(true);
            for (Future<Integer> client : clients) {
                assertTrue(client.get() > 0);
            }
            app.await(2, "exited");
            awaitSockets(app, before);
        }
    }
}
