package millrace.gateway.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What goes wrong in the middle of a session of {@code stream}. */
class StreamFaultsTest extends OverUnixSockets {
    private String log() {
        return "access_log " + folder.resolve("access.log") + " f;";
    }

    private void start(String more) throws Exception {
        ends.start(ends.pass() + more + log(), "log_format f '$status $bytes_received $bytes_sent $upstream_bytes_received';");
    }

    private String logged() throws Exception {
        return Files.readString(folder.resolve("access.log"));
    }

    @Test
    void anUpstreamThatBreaksOffEndsTheSession() throws Exception {
        start("");
        SocketChannel client = ends.connect();
        SocketChannel server = ends.accepted();
        UnixEnds.send(client, "unread");
        UnixEnds.send(server, "some");
        assertEquals("some", UnixEnds.receive(client, 4));
        server.close(); // With something unread: the gateway sees a reset.
        assertEquals("", UnixEnds.receive(client, 1));
        assertEquals("200 6 4 4\n", logged());
    }

    @Test
    void whoEndsWritingStillGetsAllBothWays() throws Exception {
        start(" proxy_half_close on;");
        SocketChannel client = ends.connect();
        SocketChannel server = ends.accepted();
        server.shutdownOutput();
        assertEquals("", UnixEnds.receive(client, 1));
        UnixEnds.send(client, "after the server's end");
        client.shutdownOutput();
        assertEquals("after the server's end", UnixEnds.receive(server, 100));
    }

    /** More than the kernel and the gateway hold, so that the end of the upstream waits behind it. */
    @Test
    void aSlowClientGetsAllThatCameBeforeTheEnd() throws Exception {
        start("");
        SocketChannel client = ends.connect();
        SocketChannel server = ends.accepted();
        byte[] all = new byte[3 << 20];
        CompletableFuture<Void> sent = CompletableFuture.runAsync(() -> {
            try (server) {
                UnixEnds.send(server, all);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        ByteBuffer piece = ByteBuffer.allocate(1000);
        long read = 0;
        for (int got; (got = client.read(piece.clear())) >= 0; read += got) {
            Thread.yield();
        }
        sent.get(60, TimeUnit.SECONDS);
        assertEquals(all.length, read);
        assertEquals("200 0 " + all.length + " " + all.length + "\n", logged());
    }

    @Test
    void theSessionIsOverOnlyWhenAllIsWritten() throws Exception {
        TestStream stream = ends.start(ends.pass() + log(), "log_format f $bytes_sent;");
        SocketChannel client = ends.connect();
        SocketChannel server = ends.accepted();
        UnixEnds.send(server, "flows");
        assertEquals("flows", UnixEnds.receive(client, 5));
        int sent = 5;
        // Until nobody takes more, turn after turn of the loop: then the end waits behind what the client has to take.
        server.configureBlocking(false);
        ByteBuffer piece = ByteBuffer.allocate(16 * 1024);
        for (int quiet = 0; quiet < 10; quiet++) {
            int taken = server.write(piece.clear());
            if (taken > 0) {
                sent += taken;
                quiet = -1;
            }
            stream.gateway().loops().getFirst().events().submit(() -> null).toCompletableFuture().get(60, TimeUnit.SECONDS);
        }
        server.close();
        stream.gateway().loops().getFirst().events().submit(() -> null).toCompletableFuture().get(60, TimeUnit.SECONDS);
        assertEquals("", logged());
        assertEquals(sent - 5, UnixEnds.receive(client, sent).length());
        assertEquals(sent + "\n", logged());
    }

    @Test
    void aClientThatIsGoneBeforeThereIsAnUpstreamEndsTheAttempt() throws Exception {
        TestStream stream = ends.start("ssl_preread on; " + ends.pass() + log(), "log_format f $status;");
        SocketChannel client = ends.connect();
        client.close();
        stream.gateway().quit().toCompletableFuture().get(60, TimeUnit.SECONDS);
        assertTrue(logged().equals("200\n") || logged().equals("400\n"), logged());
    }
}
