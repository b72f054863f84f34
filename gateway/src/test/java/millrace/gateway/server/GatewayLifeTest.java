package millrace.gateway.server;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import millrace.gateway.Features;
import millrace.gateway.config.ConfigException;
import millrace.gateway.config.Configuration;
import millrace.gateway.config.Registry;
import millrace.gateway.config.Source;
import millrace.gateway.port.Door;
import millrace.loop.EventLoop;
import millrace.loop.ListenOptions;
import millrace.loop.ListeningSocket;
import millrace.loop.PollerKind;
import millrace.os.OsException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a gateway has opened, it closes: in whatever order it is told to, and when it cannot be opened. */
@Timeout(60)
class GatewayLifeTest {
    private static final Path OPEN = Path.of("/proc/self/fd");

    @TempDir
    Path folder;

    private SocketAddress address;
    private int descriptor;
    private String inode;

    @BeforeEach
    void listen() throws IOException {
        address = UnixDomainSocketAddress.of(folder.resolve("socket"));
        descriptor = ListeningSocket.open(address, ListenOptions.DEFAULT);
        inode = file(OPEN.resolve(Integer.toString(descriptor)));
    }

    private static String file(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString();
        } catch (IOException e) {
            return "closed meanwhile: " + e;
        }
    }

    private boolean isOpen() throws IOException {
        try (Stream<Path> all = Files.list(OPEN)) {
            return all.anyMatch(each -> file(each).equals(inode));
        }
    }

    private Configuration configuration(String servers) throws ConfigException {
        String text = "events {} http { access_log off; " + servers + " }";
        return Configuration.read(Registry.of(Features.all()), Source.ofText(folder, text));
    }

    private String here() {
        return "listen unix:" + folder.resolve("socket") + ";";
    }

    private Gateway open(String servers) throws ConfigException, OsException {
        return Gateway.open(configuration(servers), PollerKind.EPOLL_ET, 2, Map.of(Door.of(address), descriptor));
    }

    private static void close(Gateway gateway) throws Exception {
        gateway.close();
        for (var loop : gateway.loops()) {
            loop.events().ended().toCompletableFuture().get(30, TimeUnit.SECONDS);
        }
    }

    @Test
    void aSocketThatNoServerListensOnIsClosed() throws Exception {
        Gateway gateway = open("server { listen unix:" + folder.resolve("other") + "; }");
        assertFalse(isOpen());
        close(gateway);
    }

    @Test
    void aConfigurationThatCannotBeListenedOnLeavesNothingOpen() throws Exception {
        long before = count();
        String twice = "server { " + here() + here() + " }";
        assertThrows(ConfigException.class, () -> open(twice));
        assertFalse(isOpen());
        assertEquals(before - 1, count());
    }

    @Test
    void aSocketThatCannotBeOpenedLeavesNothingOpen() throws Exception {
        long before = count();
        String nowhere = "server { " + here() + " listen unix:" + folder.resolve("none/socket") + "; }";
        assertThrows(OsException.class, () -> open(nowhere));
        assertFalse(isOpen());
        assertEquals(before - 1, count());
    }

    private static long count() throws IOException {
        try (Stream<Path> all = Files.list(OPEN)) {
            return all.count();
        }
    }

    @Test
    void whoQuitsTwiceLeavesOnce() throws Exception {
        Gateway gateway = open("server { " + here() + " }");
        var first = gateway.quit().toCompletableFuture();
        var second = gateway.quit().toCompletableFuture();
        assertEquals(Map.of(), gateway.listening());
        first.get(30, TimeUnit.SECONDS);
        second.get(30, TimeUnit.SECONDS);
        gateway.quit().toCompletableFuture().get(30, TimeUnit.SECONDS);
        close(gateway);
        assertFalse(isOpen());
    }

    @Test
    void aReloadThatFailsLeavesTheSocketsAsTheyAre() throws Exception {
        Gateway gateway = open("server { " + here() + " }");
        Configuration bad = configuration("server { listen unix:" + folder.resolve("none/socket") + "; }");
        assertThrows(OsException.class, () -> gateway.reload(bad));
        assertTrue(TestGateway.ask(folder.resolve("socket"), "GET / HTTP/1.0\r\n\r\n").startsWith("HTTP/1.1 404 "));
        close(gateway);
        assertFalse(isOpen());
    }

    /** A gate in the manager's daemon shares its loop: what it has there must go with it. */
    @Test
    void nothingOfItStaysOnALoopThatGoesOn() throws Exception {
        EventLoop loop = EventLoop.open("shared", PollerKind.EPOLL);
        loop.start();
        String upstream = "upstream u { server 127.0.0.1:1; queue 9 timeout=9s; } server { " + here()
                + " location / { proxy_pass http://u; } }";
        Configuration configuration = configuration(upstream);
        Gateway gateway = loop.submit(() -> Gateway.on(loop, configuration, Map.of(Door.of(address), descriptor)))
                .toCompletableFuture().get(30, TimeUnit.SECONDS);
        assertEquals(List.of(loop), gateway.loops().stream().map(each -> each.events()).toList());
        assertFalse(isIdle(gateway, loop));
        loop.submit(() -> gateway.quit().toCompletableFuture())
                .thenCompose(left -> left).toCompletableFuture().get(30, TimeUnit.SECONDS);
        assertTrue(isIdle(gateway, loop));
        loop.close();
    }

    /** Behind what the loop has been told already. */
    private static boolean isIdle(Gateway gateway, EventLoop loop) throws Exception {
        CompletableFuture<Boolean> idle = new CompletableFuture<>();
        loop.execute(() -> loop.execute(() -> idle.complete(gateway.upkeep.isIdle())));
        return idle.get(30, TimeUnit.SECONDS);
    }
}
