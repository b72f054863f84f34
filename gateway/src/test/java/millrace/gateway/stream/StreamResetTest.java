package millrace.gateway.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import millrace.os.Errno;
import millrace.os.OsException;
import org.junit.jupiter.api.Test;

/**
 * Whoever is on the other side of somebody who breaks off must not take what has come for all there is. One side is a Unix
 * socket, which breaks off when it is closed with something unread; the other is of TCP, and is reset.
 */
class StreamResetTest extends OverUnixSockets {
    private static void assertReset(Socket socket) {
        SocketException reset = assertThrows(SocketException.class, () -> socket.getInputStream().read());
        assertTrue(reset.getMessage().contains("reset"), reset.getMessage());
    }

    private static String read(Socket from, int length) throws IOException {
        return new String(from.getInputStream().readNBytes(length), StandardCharsets.ISO_8859_1);
    }

    private void assertLogged(String level) throws Exception {
        String log = Files.readString(folder.resolve("error.log"));
        String line = log.lines().filter(each -> each.contains("recv() failed")).findFirst().orElseThrow();
        assertTrue(line.contains("[" + level + "]") && line.contains("(104: Connection reset by peer) while proxying connection"), line);
    }

    private Socket client() throws Exception {
        for (;;) {
            int port;
            try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                port = free.getLocalPort();
            }
            try {
                ends.startBlocks(TestStream.block("server { listen 127.0.0.1:" + port + "; " + ends.pass() + " }"));
                return new Socket(InetAddress.getLoopbackAddress(), port);
            } catch (OsException taken) {
                // By somebody else in between.
                assertEquals(Errno.EADDRINUSE.number(), taken.errno());
            }
        }
    }

    @Test
    void aClientLearnsThatItsUpstreamHasBrokenOffAndLosesNothing() throws Exception {
        try (Socket client = client()) {
            SocketChannel server = ends.accepted();
            client.getOutputStream().write('?');
            String much = "0123456789".repeat(100_000);
            UnixEnds.send(server, "some");
            assertEquals("some", read(client, 4));
            Thread.ofVirtual().start(() -> {
                try (server) {
                    UnixEnds.send(server, much);
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
            });
            assertEquals(much, read(client, much.length()));
            assertReset(client);
        }
        assertLogged("error");
    }

    @Test
    void anUpstreamLearnsThatItsClientHasBrokenOff() throws Exception {
        try (ServerSocket upstream = new ServerSocket()) {
            upstream.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            ends.start("proxy_pass 127.0.0.1:" + upstream.getLocalPort() + ";", "");
            SocketChannel client = ends.connect();
            try (Socket server = upstream.accept()) {
                UnixEnds.send(client, "question");
                assertEquals("question", read(server, 8));
                server.getOutputStream().write("answer".getBytes(StandardCharsets.ISO_8859_1));
                assertEquals("a", UnixEnds.receive(client, 1));
                client.close();
                assertReset(server);
            }
        }
        assertLogged("info");
    }

    @Test
    void whoEndsInOrderIsNoReset() throws Exception {
        try (Socket client = client()) {
            SocketChannel server = ends.accepted();
            UnixEnds.send(server, "all");
            server.close();
            assertEquals("all", new String(client.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1));
        }
    }
}
