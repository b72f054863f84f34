package millrace.gateway.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import millrace.gateway.config.ConfigException;
import org.junit.jupiter.api.Test;

/** Sessions of {@code stream} over connections, by Unix sockets: the test itself is client and upstream. */
class TcpStreamTest extends OverUnixSockets {
    @Test
    void bytesGoToAndFroUntilOneSideEnds() throws Exception {
        ends.start(ends.pass(), "");
        SocketChannel client = ends.connect();
        SocketChannel server = ends.accepted();
        for (int i = 0; i < 100; i++) {
            UnixEnds.send(client, "ask " + i % 10);
            assertEquals("ask " + i % 10, UnixEnds.receive(server, 5));
            UnixEnds.send(server, "tell " + i % 10);
            assertEquals("tell " + i % 10, UnixEnds.receive(client, 6));
        }
        server.close();
        assertEquals("", UnixEnds.receive(client, 1));
    }

    @Test
    void theServerMaySpeakFirst() throws Exception {
        ends.start(ends.pass(), "");
        SocketChannel client = ends.connect();
        UnixEnds.send(ends.accepted(), "220 hello");
        assertEquals("220 hello", UnixEnds.receive(client, 9));
    }

    @Test
    void aClientThatEndsHasItsAnswerWithHalfClose() throws Exception {
        ends.start(ends.pass() + " proxy_half_close on;", "");
        SocketChannel client = ends.connect();
        SocketChannel server = ends.accepted();
        UnixEnds.send(client, "question");
        client.shutdownOutput();
        assertEquals("question", UnixEnds.receive(server, 100));
        UnixEnds.send(server, "answer");
        server.close();
        assertEquals("answer", UnixEnds.receive(client, 100));
    }

    @Test
    void withoutHalfCloseOneEndIsThatOfBoth() throws Exception {
        ends.start(ends.pass(), "");
        SocketChannel client = ends.connect();
        SocketChannel server = ends.accepted();
        UnixEnds.send(client, "question");
        client.shutdownOutput();
        assertEquals("question", UnixEnds.receive(server, 100));
        assertEquals("", UnixEnds.receive(client, 1));
    }

    @Test
    void anotherServerIsTriedWhenOneRefuses() throws Exception {
        ends.start("proxy_pass u; access_log " + folder.resolve("access.log") + " f;", "log_format f '$status $upstream_addr'; upstream u { server unix:"
                + folder.resolve("nobody") + "; server unix:" + folder.resolve("up") + "; }");
        SocketChannel client = ends.connect();
        SocketChannel server = ends.accepted();
        UnixEnds.send(server, "here");
        server.close();
        assertEquals("here", UnixEnds.receive(client, 100));
        assertEquals("200 unix:" + folder.resolve("nobody") + ", unix:" + folder.resolve("up") + "\n",
                Files.readString(folder.resolve("access.log")));
    }

    @Test
    void withoutAnotherServerTheSessionEndsWith502() throws Exception {
        ends.start("proxy_pass u; access_log " + folder.resolve("access.log") + " f;", "log_format f '$status $protocol'; upstream u { server unix:"
                + folder.resolve("nobody") + "; }");
        assertEquals("", UnixEnds.receive(ends.connect(), 1));
        assertEquals("502 TCP\n", Files.readString(folder.resolve("access.log")));
        assertTrue(Files.readString(folder.resolve("error.log")).contains("connect() failed"));
    }

    @Test
    void whoIsDeniedSeesTheEnd() throws Exception {
        ends.start(ends.pass() + " deny unix:; access_log " + folder.resolve("access.log") + " f;", "log_format f $status;");
        assertEquals("", UnixEnds.receive(ends.connect(), 1));
        assertEquals("403\n", Files.readString(folder.resolve("access.log")));
    }

    @Test
    void aTextIsReturnedWithVariables() throws Exception {
        ends.start("set $a b; return '$a-$protocol-$m';", "map $a $m { b mapped; }");
        assertEquals("b-TCP-mapped", UnixEnds.receive(ends.connect(), 100));
    }

    @Test
    void theNameIsReadAndNothingOfItIsLost() throws Exception {
        ends.start("ssl_preread on; proxy_pass $where;", "map $ssl_preread_server_name $where { default unix:" + folder.resolve("up")
                + "; other.example unix:" + folder.resolve("nobody") + "; }");
        SocketChannel client = ends.connect();
        UnixEnds.send(client, "no handshake");
        assertEquals("no handshake", UnixEnds.receive(ends.accepted(), 12));
    }

    @Test
    void aSlowSideIsWaitedForWithARate() throws Exception {
        ends.start(ends.pass() + " proxy_download_rate 64k;", "");
        SocketChannel client = ends.connect();
        SocketChannel server = ends.accepted();
        UnixEnds.send(server, "z".repeat(80 * 1024));
        long began = System.nanoTime();
        assertEquals(80 * 1024, UnixEnds.receive(client, 80 * 1024).length());
        // Only the lower bound is promised; the machine may be as slow as it is.
        assertTrue(System.nanoTime() - began > TimeUnit.MILLISECONDS.toNanos(100));
    }

    @Test
    void aReloadKeepsSessionsAndNewOnesGoElsewhere() throws Exception {
        TestStream stream = ends.start(ends.pass(), "");
        SocketChannel client = ends.connect();
        SocketChannel server = ends.accepted();
        UnixEnds.send(client, "one");
        assertEquals("one", UnixEnds.receive(server, 3));
        stream.reload(ends.text("return new;", ""));
        SocketChannel fresh = ends.connect();
        assertEquals("new", UnixEnds.receive(fresh, 3));
        UnixEnds.send(client, "two");
        assertEquals("two", UnixEnds.receive(server, 3));
    }

    private String named(String version, String... names) {
        String listen = "server { listen unix:" + folder.resolve("door") + "; ";
        StringBuilder servers = new StringBuilder(listen + "ssl_preread on; return default-" + version + "; } ");
        for (String name : names) {
            servers.append(listen).append("server_name %1$s.example; return %1$s-%2$s; } ".formatted(name, version));
        }
        return TestStream.block(servers.toString());
    }

    @Test
    void whoHasBegunBeforeAReloadIsServedAsOfThen() throws Exception {
        TestStream stream = ends.startBlocks(named("old", "a"));
        SocketChannel client = ends.connect();
        // Two turns after the connection has come it waits for the first bytes.
        while (stream.gateway().loops().getFirst().traffic().allAccepted() < 1) {
            Thread.onSpinWait();
        }
        for (int i = 0; i < 2; i++) {
            stream.gateway().loops().getFirst().events().submit(() -> null).toCompletableFuture().get(60, TimeUnit.SECONDS);
        }
        stream.reloadBlocks(named("new", "b", "a"));
        UnixEnds.send(client, HelloParserTest.hello("a.example", List.of(), "TLSv1.3"));
        assertEquals("a-old", UnixEnds.receive(client, 100));
    }

    @Test
    void quitWaitsForSessions() throws Exception {
        TestStream stream = ends.start(ends.pass(), "");
        SocketChannel client = ends.connect();
        SocketChannel server = ends.accepted();
        CompletableFuture<Void> left = stream.gateway().quit().toCompletableFuture();
        UnixEnds.send(client, "still");
        assertEquals("still", UnixEnds.receive(server, 5));
        assertFalse(left.isDone());
        server.close();
        left.get(60, TimeUnit.SECONDS);
    }

    @Test
    void aServerWithNothingToDoEndsItsSessions() throws Exception {
        ends.start("access_log " + folder.resolve("access.log") + " f;", "log_format f $status;");
        assertEquals("", UnixEnds.receive(ends.connect(), 1));
        assertEquals("500\n", Files.readString(folder.resolve("access.log")));
        assertTrue(Files.readString(folder.resolve("error.log")).contains("no handler for server"));
    }

    @Test
    void aServerNeedsAPlaceToListen() {
        assertThrows(ConfigException.class, () -> TestStream.start(folder, "server { return a; }"));
        assertThrows(ConfigException.class, () -> TestStream.start(folder, "server { listen 127.0.0.1; return a; }"));
        assertThrows(ConfigException.class, () -> TestStream.start(folder, "server { listen 127.0.0.1:1; return $uri; }"));
        assertThrows(ConfigException.class, () -> TestStream.start(folder, "upstream u { server 127.0.0.1; }"));
    }
}
