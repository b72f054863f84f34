package millrace.cli.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import millrace.cluster.AppSpec;
import millrace.cluster.ReloadOutcome;
import millrace.cluster.Scheduling;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An app comes to have a gate, goes to another address with it, and leaves it, while clients ask. */
@Timeout(300)
class GateLifeTest {
    private static final String LOCAL = "127.0.0.1";

    @BeforeEach
    void needsPython() {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/python3")),
                "SKIPPED: there is no python3; apt-get install python3 to run this test");
    }

    private static Socket asking(String host, int port, String path) throws IOException {
        Socket socket = new Socket(host, port);
        socket.setSoTimeout(60_000);
        String request = "GET " + path + " HTTP/1.1\r\nHost: test\r\nConnection: close\r\n\r\n";
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    /** The first word of the answer: how the request came to the worker. */
    private static String way(String host, int port) throws IOException {
        try (Socket socket = asking(host, port, "/")) {
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            return answer.substring(answer.indexOf("\r\n\r\n") + 4).split(" ")[0];
        }
    }

    private static void allReplacedOrRestarted(List<ReloadOutcome.Kind> outcomes) {
        Set<ReloadOutcome.Kind> good = Set.of(ReloadOutcome.Kind.REPLACED, ReloadOutcome.Kind.RESTARTED);
        assertTrue(good.containsAll(outcomes), outcomes::toString);
    }

    @Test
    void aSocketGoesFromTheProcessesToTheGateAndBack() throws Exception {
        int port = GatedApp.freePort();
        InetSocketAddress address = GatedApp.at(LOCAL, port);
        AppSpec shared = GatedApp.python(address, Scheduling.SHARED).withInstances(2);
        try (GatedApp app = new GatedApp(shared)) {
            app.await(2, "ready");
            assertEquals("direct", way(LOCAL, port));
            allReplacedOrRestarted(app.reload(shared.withScheduling(Scheduling.GATEWAY)));
            assertEquals("gate", way(LOCAL, port));
            allReplacedOrRestarted(app.reload(shared));
            assertEquals("direct", way(LOCAL, port));
        }
    }

    @Test
    void aGateGoesToAnAddressThatCoversItsOwn() throws Exception {
        int port = GatedApp.freePort();
        try (GatedApp app = new GatedApp(GatedApp.python(GatedApp.at(LOCAL, port), Scheduling.GATEWAY))) {
            app.await(1, "serving");
            assertThrows(ConnectException.class, () -> way("127.0.0.2", port));
            List<ReloadOutcome.Kind> outcomes =
                    app.reload(GatedApp.python(GatedApp.at("0.0.0.0", port), Scheduling.GATEWAY));
            assertEquals(List.of(ReloadOutcome.Kind.REPLACED), outcomes);
            assertEquals("gate", way("127.0.0.2", port));
            app.await(1, "exited");
            // Who connects to the narrower socket in the moment in which it is closed is refused.
            while (listeners(port) > 1) {
                app.on(() -> null);
            }
            assertEquals("gate", way(LOCAL, port));
        }
    }

    /** How many sockets listen on a port; {@code proc_pid_net(5)}: the second field is the address, the fourth the state. */
    private static long listeners(int port) throws IOException {
        String number = ":%04X".formatted(port);
        try (Stream<String> lines = Files.lines(Path.of("/proc/self/net/tcp"))) {
            return lines.map(line -> line.strip().split(" +"))
                    .filter(field -> field[1].endsWith(number) && field[3].equals("0A"))
                    .count();
        }
    }

    @Test
    void aReloadThatFailsLeavesTheGateWhereItWas() throws Exception {
        int port = GatedApp.freePort();
        int other = GatedApp.freePort();
        try (GatedApp app = new GatedApp(GatedApp.python(GatedApp.at(LOCAL, port), Scheduling.GATEWAY))) {
            app.await(1, "serving");
            AppSpec broken = AppSpec.of("broken", List.of("/usr/bin/python3", "-c", "raise SystemExit(1)"))
                    .withProtocol(AppSpec.Protocol.LISTEN_FDS)
                    .withScheduling(Scheduling.GATEWAY);
            assertEquals(List.of(ReloadOutcome.Kind.KEPT), app.reload(broken.withListen(GatedApp.at(LOCAL, other))));
            assertEquals("gate", way(LOCAL, port));
            assertThrows(ConnectException.class, () -> way(LOCAL, other));
            assertEquals(List.of(ReloadOutcome.Kind.KEPT), app.reload(broken.withListen(GatedApp.at(LOCAL, port))));
            assertEquals("gate", way(LOCAL, port));
        }
    }

    @Test
    void anAppOfAClusterChangesItsScheduling(@TempDir Path folder) throws Exception {
        int port = GatedApp.freePort();
        AppSpec handed = GatedApp.node(folder, port, Scheduling.ROUND_ROBIN).withInstances(2);
        try (GatedApp app = new GatedApp(handed)) {
            app.await(2, "listening");
            assertEquals("direct", way(LOCAL, port));
            app.reload(handed.withScheduling(Scheduling.GATEWAY));
            app.await(2, "exited");
            assertEquals("gate", way(LOCAL, port));
            app.reload(handed.withScheduling(Scheduling.LEAST_CONNECTIONS));
            app.await(4, "exited");
            assertEquals("direct", way(LOCAL, port));
        }
    }

    @Test
    void anAppStopsWhenTheLastClientHasItsAnswerAndNothingIsLeftBehind() throws Exception {
        int port = GatedApp.freePort();
        Set<String> before = folders();
        GatedApp app = new GatedApp(GatedApp.python(GatedApp.at(LOCAL, port), Scheduling.GATEWAY));
        app.await(1, "serving");
        try (Socket slow = asking(LOCAL, port, "/big")) {
            app.await(1, "sent");
            CompletionStage<Void> stopped = app.stop();
            app.await(1, "exited");
            assertThrows(ConnectException.class, () -> way(LOCAL, port));
            assertFalse(stopped.toCompletableFuture().isDone());
            ByteArrayOutputStream answer = new ByteArrayOutputStream();
            InputStream in = slow.getInputStream();
            in.transferTo(answer);
            assertTrue(answer.size() > 4 << 20, () -> "cut off after " + answer.size() + " bytes");
        }
        app.close();
        assertEquals(before, folders());
    }

    /** Those of this process. */
    private static Set<String> folders() throws IOException {
        String ours = "millrace-gate-" + ProcessHandle.current().pid() + "-";
        try (Stream<Path> all = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            return all.map(path -> path.getFileName().toString())
                    .filter(name -> name.startsWith(ours))
                    .collect(Collectors.toSet());
        }
    }
}
