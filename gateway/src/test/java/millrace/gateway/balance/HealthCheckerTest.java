package millrace.gateway.balance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import millrace.gateway.log.ErrorLog;
import millrace.loop.EventLoop;
import millrace.loop.PollerKind;
import org.junit.jupiter.api.Test;

class HealthCheckerTest {
    @Test
    void whoWaitsGetsAPeerAsSoonAsACheckOfItSucceeds() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                EventLoop loop = EventLoop.open("check", PollerKind.EPOLL)) {
            int port = server.getLocalPort();
            HealthChecks.Check check = HealthChecks.of(UpstreamFeatureTest.read("upstream u { server 127.0.0.1:" + port
                            + "; queue 1; } server { location / { proxy_pass http://u; "
                            + "health_check mandatory interval=50ms timeout=20s passes=2; } }"))
                    .getFirst();
            Selection selection = new Selection(() -> 0).begin(check.upstream().group());
            assertNull(selection.next());
            CompletableFuture<Peer> found = new CompletableFuture<>();
            assertTrue(check.upstream().group().await(waiter(selection, found)));
            Thread.ofVirtual().start(() -> serve(server));
            loop.start();
            HealthChecker checker = new HealthChecker(
                    check,
                    loop,
                    (nanos, task) -> loop.schedule(task, nanos, TimeUnit.NANOSECONDS),
                    new ErrorLog(List.of()));
            loop.execute(checker::round);
            assertEquals("127.0.0.1:" + port, found.get(30, TimeUnit.SECONDS).name());
            loop.submit(() -> {
                        checker.stop();
                        return null;
                    })
                    .toCompletableFuture()
                    .get(30, TimeUnit.SECONDS);
            assertTrue(check.upstream().group().peers().getFirst().state.figures.healthChecks >= 2);
        }
    }

    private static Waiter waiter(Selection selection, CompletableFuture<Peer> found) {
        return new Waiter() {
            @Override
            public Selection selection() {
                return selection;
            }

            @Override
            public void found(Peer peer) {
                found.complete(peer);
            }
        };
    }

    /** Until the socket is closed. */
    private static void serve(ServerSocket server) {
        while (!server.isClosed()) {
            try (Socket socket = server.accept()) {
                socket.getOutputStream().write("HTTP/1.0 200 OK\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                socket.shutdownOutput();
                socket.getInputStream().readAllBytes();
            } catch (IOException e) {
                assertTrue(server.isClosed() || e instanceof SocketException, e.toString());
            }
        }
    }
}
