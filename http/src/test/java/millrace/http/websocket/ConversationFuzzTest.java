package millrace.http.websocket;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import millrace.http.HttpServer;
import millrace.http.Servers;
import millrace.http.websocket.RawWebSocket.Frame;
import millrace.http.websocket.WebSocketOptions.Compression;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Messages by chance, in fragments with pings between them, compressed or not, to a handler that pauses by chance and sends back
 * what comes in pieces by chance: all of it comes back, in order. {@code -Dmillrace.fuzz.seconds} (default 2) is how long; a
 * failure names the seed, {@code -Dmillrace.fuzz.seed} repeats it.
 */
class ConversationFuzzTest {
    private static final int MESSAGES = 20;
    private static final byte[] TAIL = {0, 0, -1, -1};

    private final long seed = Long.getLong("millrace.fuzz.seed", System.nanoTime());
    private final SplittableRandom random = new SplittableRandom(seed);
    private final ArrayDeque<byte[]> sent = new ArrayDeque<>();

    /** Goes on at once, soon, later, or when there is room again. */
    private static final class Restless implements WebSocketHandler {
        private final SplittableRandom random;

        Restless(SplittableRandom random) {
            this.random = random;
        }

        @Override
        public void onPiece(WebSocket socket, boolean text, byte[] bytes, int offset, int length, boolean last) {
            int cut = length == 0 ? 0 : random.nextInt(length + 1);
            socket.piece(text, bytes, offset, cut, false);
            boolean more = socket.piece(text, bytes, offset + cut, length - cut, last);
            if (!more || random.nextInt(3) == 0) {
                socket.pause();
            }
            switch (more ? random.nextInt(4) : -1) {
                case 0 -> socket.resume();
                case 1 -> socket.loop().execute(socket::resume);
                case 2 -> socket.loop().immediate(socket::resume);
                case 3 -> socket.loop().schedule(socket::resume, 1, TimeUnit.MILLISECONDS);
                default -> { } // Until it can be written to.
            }
        }

        @Override
        public void onWritable(WebSocket socket) {
            socket.resume();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "alone", "context"})
    void whatIsSentComesBackInOrder(String compression) throws Exception {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(Integer.getInteger("millrace.fuzz.seconds", 2));
        boolean context = compression.equals("context");
        SplittableRandom handlers = random.split();
        WebSocketUpgrade upgrade = WebSocketUpgrade.DEFAULT.options(WebSocketOptions.DEFAULT.withMessageBytes(8 << 20).withFrameBytes(8 << 20)
                .withCompression(compression.equals("none") ? null : Compression.DEFAULT.withContext(context, context)));
        try (HttpServer server = Servers.start((request, response) ->
                upgrade.accept(request, response, new Restless(handlers.split())))) {
            do {
                converse(server, !compression.equals("none"), context);
            } while (System.nanoTime() < end);
        } catch (IOException | AssertionError e) {
            throw new AssertionError("seed " + seed + ": " + e, e);
        }
    }

    private void converse(HttpServer server, boolean compresses, boolean context) throws Exception {
        Deflater deflater = new Deflater(1 + random.nextInt(9), true);
        Inflater inflater = new Inflater(true);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (int i = 0; i < MESSAGES; i++) {
            byte[] message = message();
            sent.add(message);
            boolean packed = compresses && random.nextInt(4) > 0;
            frames(out, packed, packed ? deflated(deflater, message, context) : message);
        }
        try (RawWebSocket client = new RawWebSocket(server.port(), "Sec-WebSocket-Extensions: permessage-deflate\r\n")) {
            Thread sender = Thread.startVirtualThread(() -> send(client, out.toByteArray()));
            while (!sent.isEmpty()) {
                assertArrayEquals(sent.remove(), receive(client, inflater, context));
            }
            sender.join();
        } finally {
            deflater.end();
            inflater.end();
        }
    }

    private static void send(RawWebSocket client, byte[] bytes) {
        try {
            client.raw(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e); // What the test then misses, it tells.
        }
    }

    /** Alike, so that little becomes much, or by chance. */
    private byte[] message() {
        boolean alike = random.nextBoolean();
        byte[] message = new byte[random.nextInt(3) == 0 ? random.nextInt(alike ? 4 << 20 : 200_000) : random.nextInt(300)];
        if (!alike) {
            random.nextBytes(message);
        }
        return message;
    }

    private byte[] deflated(Deflater deflater, byte[] message, boolean context) {
        if (!context) {
            deflater.reset();
        }
        deflater.setInput(message);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] piece = new byte[100 + random.nextInt(20_000)];
        int count;
        do {
            count = deflater.deflate(piece, 0, piece.length, Deflater.SYNC_FLUSH);
            out.write(piece, 0, count);
        } while (count == piece.length);
        byte[] all = out.toByteArray();
        return all.length == 0 ? new byte[1] : Arrays.copyOf(all, all.length - TAIL.length);
    }

    private void frames(ByteArrayOutputStream out, boolean packed, byte[] payload) {
        int first = RawWebSocket.BINARY | (packed ? RawWebSocket.COMPRESSED : 0);
        int from = 0;
        while (random.nextInt(3) > 0) {
            int to = from + random.nextInt(payload.length - from + 1);
            out.writeBytes(RawWebSocket.frame(first, Arrays.copyOfRange(payload, from, to)));
            out.writeBytes(RawWebSocket.frame(RawWebSocket.LAST | RawWebSocket.PING, new byte[random.nextInt(20)]));
            first = RawWebSocket.CONTINUATION;
            from = to;
        }
        out.writeBytes(RawWebSocket.frame(RawWebSocket.LAST | first, Arrays.copyOfRange(payload, from, payload.length)));
    }

    private static byte[] receive(RawWebSocket client, Inflater inflater, boolean context) throws Exception {
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        boolean packed = false;
        Frame frame;
        do {
            frame = client.frame();
            if (frame.opcode() == RawWebSocket.PONG) {
                continue;
            }
            if (frame.opcode() == RawWebSocket.CLOSE) {
                throw new AssertionError("closed with " + frame.code());
            }
            packed |= frame.isCompressed();
            whole.writeBytes(frame.payload());
        } while (frame.opcode() == RawWebSocket.PONG || !frame.isLast());
        return packed ? inflated(inflater, whole, context) : whole.toByteArray();
    }

    private static byte[] inflated(Inflater inflater, ByteArrayOutputStream packed, boolean context) throws Exception {
        packed.writeBytes(TAIL);
        if (!context) {
            inflater.reset();
        }
        inflater.setInput(packed.toByteArray());
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] piece = new byte[50_000];
        for (int count = inflater.inflate(piece); count > 0; count = inflater.inflate(piece)) {
            out.write(piece, 0, count);
        }
        return out.toByteArray();
    }
}
