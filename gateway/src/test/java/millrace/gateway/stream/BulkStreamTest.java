package millrace.gateway.stream;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Many bytes through a session of {@code stream}: the kernel moves them, and none is lost or comes twice. */
class BulkStreamTest extends OverUnixSockets {
    private static final int BULK_BYTES = 24 << 20;

    @Test
    void muchIsPassedOnWholeInBothDirections() throws Exception {
        ends.start(ends.pass() + " proxy_half_close on;", "");
        SocketChannel client = ends.connect();
        SocketChannel server = ends.accepted();
        byte[] up = random(BULK_BYTES, 1);
        byte[] down = random(BULK_BYTES - 12_345, 2);
        CompletableFuture<Void> fromClient = writing(client, up);
        CompletableFuture<Void> fromServer = writing(server, down);
        CompletableFuture<byte[]> atServer = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> complete(atServer, server));
        byte[] atClient = rest(client);
        assertArrayEquals(down, atClient);
        assertArrayEquals(up, atServer.get(100, TimeUnit.SECONDS));
        fromClient.get(100, TimeUnit.SECONDS);
        fromServer.get(100, TimeUnit.SECONDS);
    }

    @Test
    void smallPiecesFollowMuch() throws Exception {
        ends.start(ends.pass(), "");
        SocketChannel client = ends.connect();
        SocketChannel server = ends.accepted();
        byte[] much = random(9 << 20, 3);
        CompletableFuture<Void> written = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> {
            try {
                UnixEnds.send(client, much);
                written.complete(null);
            } catch (IOException e) {
                written.completeExceptionally(e);
            }
        });
        byte[] got = UnixEnds.receive(server, much.length).getBytes(StandardCharsets.ISO_8859_1);
        written.get(60, TimeUnit.SECONDS);
        assertArrayEquals(much, got);
        for (int i = 0; i < 10; i++) {
            UnixEnds.send(client, "x");
            assertEquals("x", UnixEnds.receive(server, 1));
            UnixEnds.send(server, "y");
            assertEquals("y", UnixEnds.receive(client, 1));
        }
    }

    private static byte[] random(int length, long seed) {
        byte[] bytes = new byte[length];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    /** Sends all, and ends. */
    private static CompletableFuture<Void> writing(SocketChannel to, byte[] bytes) {
        CompletableFuture<Void> written = new CompletableFuture<>();
        Thread.ofVirtual().start(() -> {
            try {
                UnixEnds.send(to, bytes);
                to.shutdownOutput();
                written.complete(null);
            } catch (IOException e) {
                written.completeExceptionally(e);
            }
        });
        return written;
    }

    private static void complete(CompletableFuture<byte[]> with, SocketChannel from) {
        try {
            with.complete(rest(from));
        } catch (IOException e) {
            with.completeExceptionally(e);
        }
    }

    private static byte[] rest(SocketChannel from) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(BULK_BYTES + 1);
        int read;
        do {
            read = from.read(bytes);
        } while (read > 0);
        return Arrays.copyOf(bytes.array(), bytes.position());
    }
}
