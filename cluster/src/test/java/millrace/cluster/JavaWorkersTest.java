package millrace.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import millrace.os.Signal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Java apps that listen as always get their connections from the primary when they run as workers. */
class JavaWorkersTest {

    @Test
    void connectionsAreSplitEvenlyAndLeavingEndsTheProcessInOrder() throws IOException {
        int port = Node.freePort();
        try (RunningApp app = new RunningApp(Java.app(HelloApp.class, "127.0.0.1:" + port).withInstances(2))) {
            app.await(2, "listening");
            Map<String, Integer> answers = new TreeMap<>();
            for (int i = 0; i < 40; i++) {
                answers.merge(Client.get(port).split(" ")[1], 1, Integer::sum);
            }
            assertEquals(Map.of("1", 20, "2", 20), answers);
            RunningApp.get(app.on(app.primary()::stop));
            for (RunningApp.Event exit : app.await(2, "exited")) {
                assertEquals("exit code 0", exit.text());
            }
        }
    }

    @Test
    void portZeroIsTheSamePortForAll() throws IOException {
        try (RunningApp app = new RunningApp(Java.app(HelloApp.class, "127.0.0.1:0").withInstances(2))) {
            List<RunningApp.Event> messages = app.await(2, "message");
            assertEquals(messages.get(0).text(), messages.get(1).text());
            String where = messages.getFirst().text().replaceAll("\\D+$", "");
            int port = Integer.parseInt(where.substring(where.lastIndexOf(':') + 1));
            assertTrue(Client.get(port).startsWith("worker "));
        }
    }

    @Test
    void sharedWorkersAcceptOnOneSocket() throws IOException {
        int port = Node.freePort();
        AppSpec spec = Java.app(HelloApp.class, "127.0.0.1:" + port).withInstances(2).withScheduling(Scheduling.SHARED);
        try (RunningApp app = new RunningApp(spec)) {
            app.await(2, "listening");
            for (int i = 0; i < 20; i++) {
                assertTrue(Client.get(port).startsWith("worker "));
            }
        }
    }

    @Test
    void udpSocketsAreShared() throws IOException {
        try (RunningApp app = new RunningApp(Java.app(EchoApp.class).withInstances(2))) {
            List<RunningApp.Event> listening = app.await(2, "listening");
            assertEquals(listening.get(0).text(), listening.get(1).text());
            String where = listening.getFirst().text();
            assertTrue(where.startsWith("udp 127.0.0.1:"), where);
            int port = Integer.parseInt(where.substring(where.lastIndexOf(':') + 1));
            assertTrue(Client.askByDatagram(port).endsWith(" got ping"));
        }
    }

    @Test
    void aUdpPortThatWasClosedCanBeBoundAgain() throws IOException {
        int free = Node.freePort();
        try (RunningApp app = new RunningApp(Java.app(EchoApp.class, "" + free))) {
            assertEquals("again 127.0.0.1:" + free, app.await(1, "stdout").getFirst().text());
            assertTrue(Client.askByDatagram(free).endsWith(" got ping"));
        }
    }

    @Test
    void unixPathsAndIpv6Work(@TempDir Path folder) throws IOException {
        Path path = folder.resolve("app.sock");
        try (RunningApp app = new RunningApp(Java.app(HelloApp.class, path.toString()))) {
            app.await("listening", path.toString());
            assertTrue(Client.get(UnixDomainSocketAddress.of(path)).startsWith("worker 1 "));
        }
        try (RunningApp app = new RunningApp(Java.app(HelloApp.class, "::1:0"))) {
            String where = app.await(1, "listening").getFirst().text();
            int port = Integer.parseInt(where.substring(where.lastIndexOf(':') + 1));
            assertTrue(Client.get(new InetSocketAddress(InetAddress.ofLiteral("::1"), port)).startsWith("worker 1 "));
        }
    }

    @Test
    void aPortThatIsInUseIsAnErrorInTheAppThatSaysHowToHelp() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"));
                RunningApp app = new RunningApp(Java.app(HelloApp.class, "127.0.0.1:" + taken.getLocalPort()))) {
            String message = app.await(1, "message").getFirst().text();
            assertTrue(message.contains("EADDRINUSE") && message.contains("ss -ltnp"), message);
        }
    }

    @Test
    void messagesGoBothWays() {
        try (RunningApp app = new RunningApp(Java.app(HelloApp.class, "127.0.0.1:0"))) {
            app.await(1, "listening");
            app.on(() -> app.primary().send(app.primary().workers().getFirst(), "[1,\"€\"]"));
            app.await("message", "{\"heard\":[1,\"€\"],\"by\":1}");
        }
    }

    @Test
    void aWorkerThatLeavesByItselfIsReplacedAndCountsAsNoAccident() throws IOException {
        int port = Node.freePort();
        try (RunningApp app = new RunningApp(Java.app(HelloApp.class, "127.0.0.1:" + port))) {
            app.await(1, "listening");
            Worker first = app.workers().getFirst();
            app.on(() -> app.primary().send(first, "\"leave\""));
            assertEquals("exit code 0", app.await(1, "exited").getFirst().text());
            assertTrue(first.exitedAfterDisconnect());
            assertTrue(Client.get(port).startsWith("worker 2 "));
        }
    }

    @Test
    void connectionsOnTheirWayToAWorkerThatDiesGoToAnother() throws IOException {
        int port = Node.freePort();
        try (RunningApp app = new RunningApp(Java.app(HelloApp.class, "127.0.0.1:" + port).withInstances(2))) {
            app.await(2, "listening");
            Worker stopped = app.workers().getFirst();
            RunningApp.kill(stopped, Signal.SIGSTOP);
            List<Client> clients = Client.ask(port, 20);
            RunningApp.kill(stopped, Signal.SIGKILL);
            for (Client client : clients) {
                assertTrue(client.answer().startsWith("worker "));
            }
            Client.close(clients);
        }
    }

    @Test
    void whatTheAppStartsIsNoWorker() {
        try (RunningApp app = new RunningApp(Java.app(HelloApp.class, "127.0.0.1:0", "env"))) {
            app.await(1, "listening");
            app.await(1, "a PATH", event -> event.is("stdout") && event.text().startsWith("PATH="));
            RunningApp.get(app.on(app.primary()::stop));
            List<String> inherited = app.all("stdout").stream()
                    .map(RunningApp.Event::text)
                    .filter(line -> line.startsWith("NODE_CHANNEL_") || line.startsWith("NODE_UNIQUE_ID"))
                    .toList();
            assertEquals(List.of(), inherited);
        }
    }

    @Test
    void loopsOfTheAppMayComeAndGo() throws IOException {
        try (RunningApp app = new RunningApp(Java.app(HelloApp.class, "127.0.0.1:0", "reopen"))) {
            RunningApp.Event again = app.await(
                    1, "the second listener", event -> event.is("message") && event.text().contains("again")).getFirst();
            String where = again.text().replaceAll("\\D+$", "");
            int port = Integer.parseInt(where.substring(where.lastIndexOf(':') + 1));
            assertTrue(Client.get(port).startsWith("worker 1 "));
        }
    }

    @Test
    void withoutAPrimaryTheSameAppListensByItself() throws IOException {
        int port = Node.freePort();
        AppSpec spec = Java.app(HelloApp.class, "127.0.0.1:" + port).withProtocol(AppSpec.Protocol.NONE);
        try (RunningApp app = new RunningApp(spec)) {
            app.await("stdout", "127.0.0.1:" + port);
            assertTrue(Client.get(port).startsWith("worker 0 "));
        }
    }
}
