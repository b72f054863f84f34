package millrace.cli.gateway;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Signals in orders that people send them in when something has gone wrong. */
@Timeout(180)
class GatewaySignalsTest extends GatewayCase {
    @Test
    void aTestOfAConfigurationThatWaitsForAFileEndsWhenItIsToldTo() throws Exception {
        Path pipe = folder.resolve("pipe");
        assertEquals(0, new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor());
        gateway.configure("daemon off; include " + pipe + ";", port, "");
        Process test = gateway.begin("-t");
        // Both sides of a pipe open it at the same time.
        try (OutputStream other = CompletableFuture.supplyAsync(() -> open(pipe)).get(60, TimeUnit.SECONDS)) {
            StartedGateway.signal(test.toHandle(), "TERM");
            assertTrue(test.waitFor(60, TimeUnit.SECONDS));
            assertEquals(128 + 15, test.exitValue());
        }
    }

    private static OutputStream open(Path pipe) {
        try {
            return Files.newOutputStream(pipe);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void clientsForWhomThereIsNoDescriptorWaitUntilThereIs() throws Exception {
        // What the JVM has open itself is no more than half of these.
        String answers = "server { listen 127.0.0.1:" + port + "; return 200 here; }";
        gateway.configure("daemon off; worker_processes 1; worker_rlimit_nofile 128;", port, answers);
        gateway.start();
        List<Socket> clients = new ArrayList<>();
        try {
            // From classes in folders, unlike the program's own, a class that is needed first then could not be loaded.
            try (Socket first = client()) {
                assertEquals('H', first.getInputStream().read());
            }
            // All of them are there before the first is accepted, so that each is answered without a descriptor to spare.
            StartedGateway.signal(gateway.pid(), "STOP");
            for (int i = 0; i < 200; i++) {
                clients.add(client());
            }
            StartedGateway.signal(gateway.pid(), "CONT");
            try (Stream<Path> open = Files.list(Path.of("/proc/" + gateway.pid().pid() + "/fd"))) {
                assertTrue(open.count() <= 128);
            }
            // Connections are accepted in the order in which they came, and these are kept until they are closed.
            for (Socket client : clients) {
                assertEquals('H', client.getInputStream().read());
                client.close();
            }
        } finally {
            for (Socket client : clients) {
                client.close();
            }
        }
        assertTrue(StartedGateway.ask(port).startsWith("HTTP/1.1 "));
    }

    /** One that has asked, and may ask again. */
    private Socket client() throws IOException {
        Socket client = new Socket(InetAddress.getLoopbackAddress(), port);
        client.getOutputStream().write("GET / HTTP/1.1\r\nHost: a\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        return client;
    }

    @Test
    void aTerminalWhoseSizeChangesStopsNothing() throws Exception {
        gateway.configure("daemon off;", port, "");
        gateway.start();
        StartedGateway.signal(gateway.pid(), "WINCH");
        gateway.awaitLog("(SIGWINCH) received");
        assertTrue(StartedGateway.ask(port).startsWith("HTTP/1.1 "));
        assertFalse(gateway.text("error.log").contains("shutting down"));
    }

    @Test
    void whatWasPutToRestServesAgainAfterAReloadAlsoIfOneBeforeHasFailed() throws Exception {
        gateway.configure("worker_processes 1;", port, "");
        assertEquals(0, gateway.run().code());
        ProcessHandle server = gateway.pid();
        StartedGateway.signal(server, "WINCH");
        gateway.awaitLog("shutting down workers");
        try (Socket waits = new Socket(InetAddress.getLoopbackAddress(), port)) {
            waits.getOutputStream().write("GET / HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            int taken = StartedGateway.freePort();
            try (ServerSocket other = new ServerSocket(taken, 1, InetAddress.getLoopbackAddress())) {
                gateway.configure("worker_processes 1;", port, "server { listen 127.0.0.1:" + other.getLocalPort() + "; }");
                StartedGateway.signal(server, "HUP");
                gateway.awaitLog("Address already in use");
            }
            gateway.configure("worker_processes 1;", port, "");
            StartedGateway.signal(server, "HUP");
            gateway.awaitLog("start worker process 2");
            assertEquals('H', waits.getInputStream().read());
        }
        assertTrue(StartedGateway.ask(port).startsWith("HTTP/1.1 "));
        gateway.awaitLog("worker process 1 exited with code 0");
        gateway.await("the end of the loop before", () -> loops(server) == 1);
        StartedGateway.signal(server, "WINCH");
        StartedGateway.signal(server, "QUIT");
        server.onExit().get(60, TimeUnit.SECONDS);
        assertFalse(Files.exists(folder.resolve("nginx.pid")));
    }

    private static long loops(ProcessHandle server) {
        try (Stream<Path> tasks = Files.list(Path.of("/proc/" + server.pid() + "/task"))) {
            return tasks.filter(task -> name(task).startsWith("gateway-")).count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String name(Path task) {
        try {
            return Files.readString(task.resolve("comm"));
        } catch (IOException e) {
            return "ended meanwhile: " + e;
        }
    }

    @Test
    void logsOfAConfigurationThatStillServesARequestAreOpenedAnewToo() throws Exception {
        try (ServerSocket app = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String http = "server { listen 127.0.0.1:%d; access_log access.log; location / { proxy_pass http://127.0.0.1:%d; } }";
            int proxied = StartedGateway.freePort();
            gateway.configure("daemon off;", port, http.formatted(proxied, app.getLocalPort()));
            gateway.start();
            try (Socket client = new Socket(InetAddress.getLoopbackAddress(), proxied)) {
                client.getOutputStream().write("GET /slow HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                try (Socket asked = app.accept()) {
                    gateway.configure("daemon off;", port, "");
                    StartedGateway.signal(gateway.pid(), "HUP");
                    gateway.awaitLog("start worker process 2");
                    Files.move(folder.resolve("access.log"), folder.resolve("access.log.1"));
                    StartedGateway.signal(gateway.pid(), "USR1");
                    gateway.await("the new log", () -> Files.exists(folder.resolve("access.log")));
                    asked.getOutputStream().write("HTTP/1.0 200 OK\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                }
                assertTrue(client.getInputStream().readAllBytes().length > 0);
            }
            gateway.await("the line", () -> gateway.text("access.log").contains("GET /slow"));
            gateway.awaitLog("worker process 1 exited");
            assertEquals("", gateway.text("access.log.1"));
        }
    }

    @Test
    void aSocketThatIsAFileGoesWithItsListen() throws Exception {
        Path socket = folder.resolve("socket");
        gateway.configure("daemon off;", port, "server { listen unix:" + socket + "; }");
        gateway.start();
        assertTrue(Files.exists(socket));
        gateway.configure("daemon off;", port, "");
        StartedGateway.signal(gateway.pid(), "HUP");
        gateway.await("the end of the socket", () -> !Files.exists(socket));
        StartedGateway.signal(gateway.pid(), "QUIT");
        assertEquals(0, gateway.exitCode());
    }
}
