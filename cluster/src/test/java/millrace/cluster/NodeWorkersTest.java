package millrace.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import millrace.loop.ListenOptions;
import millrace.loop.ListeningSocket;
import millrace.loop.PollerKind;
import millrace.os.Descriptor;
import millrace.os.Signal;
import millrace.os.Socket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Unmodified Node apps as workers: what they ask for, they get. */
class NodeWorkersTest {

    private static Map<String, Integer> answers(int port, int requests) throws IOException {
        Map<String, Integer> byWorker = new TreeMap<>();
        for (int i = 0; i < requests; i++) {
            byWorker.merge(Client.get(port).split(" ")[1], 1, Integer::sum);
        }
        return byWorker;
    }

    @Test
    void aHundredNewConnectionsAreSplitEvenlyOverTwoIdleWorkers() throws IOException {
        int port = Node.freePort();
        try (RunningApp app = new RunningApp(Node.app("hello.js", "" + port).withInstances(2))) {
            app.await(2, "listening");
            assertEquals(Map.of("1", 50, "2", 50), answers(port, 100));
            for (RunningApp.Event message : app.all("message")) {
                assertTrue(message.text().contains("\"isWorker\":true"), message.text());
                assertTrue(message.text().contains("\"port\":" + port), message.text());
            }
            assertEquals("*:" + port, app.all("listening").getFirst().text());
        }
    }

    @Test
    void sharedWorkersAcceptOnOneSocket() throws IOException {
        int port = Node.freePort();
        AppSpec spec = Node.app("hello.js", "" + port).withInstances(2).withScheduling(Scheduling.SHARED);
        try (RunningApp app = new RunningApp(spec)) {
            app.await(2, "listening");
            int total = answers(port, 50).values().stream().mapToInt(Integer::intValue).sum();
            assertEquals(50, total);
        }
    }

    @Test
    void messagesGoBothWaysAndToEverybody() {
        try (RunningApp app = new RunningApp(Node.app("hello.js", "0").withInstances(3))) {
            app.await(3, "listening");
            List<Worker> workers = app.workers();
            app.on(() -> app.primary().send(workers.get(1), " {\"n\" :\n 1} "));
            app.await("message", "{\"heard\":{\"n\":1},\"by\":2}");
            app.on(() -> {
                app.primary().broadcast("\"all\"");
                return null;
            });
            for (int id = 1; id <= 3; id++) {
                app.await("message", "{\"heard\":\"all\",\"by\":" + id + "}");
            }
        }
    }

    @Test
    void messagesOfAMegabyteArriveWhole() {
        try (RunningApp app = new RunningApp(Node.app("moods.js", "0", "reader"))) {
            app.await(1, "listening");
            Worker worker = app.workers().getFirst();
            String text = "€".repeat(1 << 20);
            app.on(() -> app.primary().send(worker, "{\"text\":\"" + text + "\"}"));
            app.await("message", "{\"length\":" + (1 << 20) + "}");
        }
    }

    @Test
    void portZeroIsTheSamePortForAllAndEachListenerHasItsOwn(@TempDir Path folder) throws Exception {
        Path path = folder.resolve("app.sock");
        try (RunningApp app = new RunningApp(Node.app("many.js", path.toString()).withInstances(2))) {
            app.await(10, "message");
            Set<String> addresses = app.all("message").stream().map(RunningApp.Event::text).collect(Collectors.toSet());
            assertEquals(5, addresses.size(), addresses.toString());
            Map<String, Integer> ports = new TreeMap<>();
            for (String address : addresses) {
                String name = address.substring(2, address.indexOf('"', 2));
                if (!name.equals("path")) {
                    ports.put(name, Integer.parseInt(address.replaceAll(".*\"port\":(\\d+).*", "$1")));
                }
            }
            assertEquals(4, new TreeSet<>(ports.values()).size(), ports.toString());
            for (String name : List.of("first", "second")) {
                assertEquals(Map.of("1", 2, "2", 2), answers(ports.get(name), 4));
            }
            InetSocketAddress six = new InetSocketAddress(InetAddress.ofLiteral("::1"), ports.get("six"));
            Set<String> both = Set.of("worker 1", "worker 2");
            assertEquals(both, Set.of(Client.get(six), Client.get(six)));
            UnixDomainSocketAddress unix = UnixDomainSocketAddress.of(path);
            assertEquals(both, Set.of(Client.get(unix), Client.get(unix)));
            assertTrue(Client.askByDatagram(ports.get("udp")).endsWith("got ping"));
        }
        assertTrue(Files.notExists(path), "the socket's file is left behind");
    }

    @Test
    void aPathMayBeOpenedToAll(@TempDir Path folder) throws IOException {
        Path path = folder.resolve("app.sock");
        String where = "{\"path\":\"" + path + "\",\"readableAll\":true,\"writableAll\":true}";
        try (RunningApp app = new RunningApp(Node.app("hello.js", where))) {
            app.await(1, "listening");
            assertTrue(Files.getPosixFilePermissions(path)
                    .containsAll(PosixFilePermissions.fromString("rw-rw-rw-")));
        }
    }

    @Test
    void aPortThatIsInUseIsAnErrorInTheApp() throws IOException {
        try (ServerSocket taken = new ServerSocket(0);
                RunningApp app = new RunningApp(Node.app("hello.js", "" + taken.getLocalPort()).withInstances(2))) {
            for (RunningApp.Event message : app.await(2, "message")) {
                assertEquals("{\"error\":\"EADDRINUSE\",\"syscall\":\"bind\"}", message.text());
            }
        }
    }

    @Test
    void exclusiveListenersDoNotConcernThePrimary() throws IOException {
        int port = Node.freePort();
        String where = "{\"port\":" + port + ",\"host\":\"127.0.0.1\",\"exclusive\":true}";
        try (RunningApp app = new RunningApp(Node.app("hello.js", where))) {
            app.await(1, "message");
            assertEquals(Map.of("1", 3), answers(port, 3));
            assertEquals(List.of(), app.all("listening"));
        }
    }

    @Test
    void aDescriptorOfThePrimaryThatDoesNotListenIsAnErrorInTheApp() {
        try (RunningApp app = new RunningApp(Node.app("hello.js", "{\"fd\":0}"))) {
            assertTrue(app.await(1, "message").getFirst().text().contains("EBADF"));
        }
    }

    @Test
    void aListeningSocketThatThePrimaryWasGivenIsServed() throws IOException {
        int fd = ListeningSocket.open(
                new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), ListenOptions.DEFAULT);
        int port = ((InetSocketAddress) Socket.localAddress(fd)).getPort();
        try (RunningApp app = new RunningApp(Node.app("hello.js", "{\"fd\":" + fd + "}").withInstances(2))) {
            app.await(2, "listening");
            assertEquals(Map.of("1", 2, "2", 2), answers(port, 4));
        } finally {
            Descriptor.close(fd);
        }
    }

    @Test
    void tlsWorkersShareTheKeysOfTheirSessionTickets() {
        try (RunningApp app = new RunningApp(Node.app("tickets.js", "0").withInstances(2))) {
            List<RunningApp.Event> messages = app.await(2, "message");
            assertEquals(messages.get(0).text(), messages.get(1).text());
            assertEquals(98, messages.getFirst().text().length());
        }
    }

    @Test
    void aBurstOfConnectionsIsAnsweredToTheLastOne() throws Exception {
        int port = Node.freePort();
        int count = 3000;
        try (RunningApp app = new RunningApp(Node.app("hello.js", "" + port).withInstances(2));
                ExecutorService clients = Executors.newFixedThreadPool(50)) {
            app.await(2, "listening");
            List<Future<String>> answers = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                answers.add(clients.submit(() -> Client.get(port)));
            }
            for (Future<String> answer : answers) {
                assertTrue(answer.get(60, TimeUnit.SECONDS).startsWith("worker "));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(PollerKind.class)
    void everyPollerServes(PollerKind poller) throws IOException {
        int port = Node.freePort();
        try (RunningApp app = new RunningApp(Node.app("hello.js", "" + port).withInstances(2), poller)) {
            app.await(2, "listening");
            assertEquals(Map.of("1", 10, "2", 10), answers(port, 20));
            RunningApp.kill(app.workers().getFirst(), Signal.SIGKILL);
            app.await(3, "listening");
            assertEquals(Map.of("2", 5, "3", 5), answers(port, 10));
        }
    }

    @Test
    void outputComesInWholeLinesOfItsWorker() {
        try (RunningApp app = new RunningApp(Node.app("moods.js", "0", "broken")
                .withRestart(RestartPolicy.DEFAULT.withMaxEarlyDeaths(0)))) {
            RunningApp.Event line = app.await("stderr", "no such thing");
            assertEquals(1, line.worker().id());
            assertEquals("exit code 3", app.await(1, "exited").getFirst().text());
        }
    }
}
