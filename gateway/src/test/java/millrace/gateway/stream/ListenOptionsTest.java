package millrace.gateway.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import millrace.gateway.config.ConfigException;
import millrace.os.SocketOption;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What {@code listen} says of the socket itself, as the kernel has it then. */
@Timeout(120)
class ListenOptionsTest {
    @TempDir
    Path folder;

    private String server(String options) {
        return "server { listen unix:" + folder.resolve("door") + " " + options + "; return a; }";
    }

    private static int listening(TestStream stream) {
        return stream.gateway().listening().values().iterator().next();
    }

    @Test
    void buffersAndKeepAliveAreThoseOfTheLine() throws Exception {
        try (TestStream stream = TestStream.start(folder, server("rcvbuf=32k sndbuf=40960 so_keepalive=on backlog=7"))) {
            int fd = listening(stream);
            assertEquals(1, SocketOption.SO_KEEPALIVE.get(fd));
            // The kernel doubles what it is asked for: socket(7).
            assertEquals(2 * 32 * 1024, SocketOption.SO_RCVBUF.get(fd));
            assertEquals(2 * 40_960, SocketOption.SO_SNDBUF.get(fd));
        }
    }

    @Test
    void aReloadChangesThemOnThePortThatStays() throws Exception {
        try (TestStream stream = TestStream.start(folder, server("so_keepalive=on"))) {
            int fd = listening(stream);
            stream.reload(server("so_keepalive=off sndbuf=64k"));
            assertEquals(fd, listening(stream));
            assertEquals(0, SocketOption.SO_KEEPALIVE.get(fd));
            assertEquals(2 * 64 * 1024, SocketOption.SO_SNDBUF.get(fd));
        }
    }

    @Test
    void timesOfProbesMayBeLeftOut() throws Exception {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        String listen = "server { listen 127.0.0.1:" + port + " so_keepalive=";
        try (TestStream stream = TestStream.start(folder, listen + "30m::10; return a; }")) {
            int fd = listening(stream);
            assertEquals(1, SocketOption.SO_KEEPALIVE.get(fd));
            assertEquals(1800, SocketOption.TCP_KEEPIDLE.get(fd));
            assertEquals(10, SocketOption.TCP_KEEPCNT.get(fd));
            stream.reload(listen + ":5; return a; }");
            assertEquals(5, SocketOption.TCP_KEEPINTVL.get(fd));
        }
    }

    @Test
    void nonsenseIsRefused() {
        for (String value : List.of("so_keepalive=maybe", "so_keepalive=::", "so_keepalive=1:2:3:4", "rcvbuf=x", "sndbuf=0")) {
            ConfigException refused = assertThrows(ConfigException.class, () -> TestStream.start(folder, server(value)), value);
            assertTrue(refused.getMessage().contains("invalid"), refused.getMessage());
        }
        assertThrows(ConfigException.class, () -> TestStream.start(folder, "server { listen 1 udp so_keepalive=on; return a; }"));
    }
}
