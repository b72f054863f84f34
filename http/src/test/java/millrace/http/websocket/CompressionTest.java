package millrace.http.websocket;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import millrace.http.HttpServer;
import millrace.http.Servers;
import millrace.http.websocket.RawWebSocket.Frame;
import millrace.http.websocket.WebSocketOptions.Compression;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CompressionTest {
    private static final int LAST = RawWebSocket.LAST;
    private static final int COMPRESSED = RawWebSocket.COMPRESSED;
    private static final int BINARY = RawWebSocket.BINARY;
    private static final byte[] TAIL = {0, 0, -1, -1};
    private static final WebSocketOptions OPTIONS = WebSocketOptions.DEFAULT;
    private static final Compression CONTEXT = Compression.DEFAULT.withContext(true, true);

    private static HttpServer serve(WebSocketOptions options, WebSocketHandler handler) throws IOException {
        WebSocketUpgrade upgrade = WebSocketUpgrade.DEFAULT.options(options);
        return Servers.start((request, response) -> upgrade.accept(request, response, handler));
    }

    private static RawWebSocket connect(HttpServer server, String offer) throws IOException {
        return new RawWebSocket(server.port(), "Sec-WebSocket-Extensions: " + offer + "\r\n");
    }

    private static byte[] deflated(Deflater deflater, byte[] bytes) {
        deflater.setInput(bytes);
        byte[] out = new byte[bytes.length + 1000];
        int length = deflater.deflate(out, 0, out.length, Deflater.SYNC_FLUSH);
        return Arrays.copyOf(out, length - TAIL.length);
    }

    private static byte[] inflated(Inflater inflater, byte[] bytes) throws Exception {
        byte[] whole = Arrays.copyOf(bytes, bytes.length + TAIL.length);
        System.arraycopy(TAIL, 0, whole, bytes.length, TAIL.length);
        inflater.setInput(whole);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] piece = new byte[5000];
        for (int n = inflater.inflate(piece); n > 0; n = inflater.inflate(piece)) {
            out.write(piece, 0, n);
        }
        return out.toByteArray();
    }

    private static byte[] text(int length) {
        SplittableRandom random = new SplittableRandom(length);
        byte[] words = new byte[length];
        for (int i = 0; i < length; i++) {
            words[i] = (byte) "the quick brown fox ".charAt(random.nextInt(20));
        }
        return words;
    }

    /** Offers are separated by bars; nothing stands for no compression. */
    @ParameterizedTest
    @CsvSource(nullValues = "none", value = {
        "permessage-deflate, false, permessage-deflate; server_no_context_takeover; client_no_context_takeover",
        "permessage-deflate, true, permessage-deflate",
        "permessage-deflate; client_max_window_bits, true, permessage-deflate",
        "permessage-deflate; client_max_window_bits=10, true, permessage-deflate",
        "PerMessage-Deflate; Server_No_Context_Takeover, true, permessage-deflate; server_no_context_takeover",
        "permessage-deflate; client_no_context_takeover, true, permessage-deflate; client_no_context_takeover",
        "permessage-deflate; server_max_window_bits=9, true, permessage-deflate; server_max_window_bits=9",
        "permessage-deflate; server_max_window_bits=\"12\", true, permessage-deflate; server_max_window_bits=12",
        "permessage-deflate; server_max_window_bits, true, none",
        "permessage-deflate; server_max_window_bits=7, true, none",
        "permessage-deflate; server_max_window_bits=16, true, none",
        "permessage-deflate; server_max_window_bits=09, true, none",
        "permessage-deflate; server_no_context_takeover=1, true, none",
        "permessage-deflate; server_no_context_takeover; server_no_context_takeover, true, none",
        "permessage-deflate; something=1, true, none",
        "permessage-deflate; something=1|permessage-deflate; server_max_window_bits=8|permessage-deflate, true,"
                + " permessage-deflate; server_max_window_bits=8",
        "x-webkit-deflate-frame, true, none"})
    void offersAreTakenOrLeft(String offers, boolean context, String agreed) {
        Compression how = Compression.DEFAULT.withContext(context, context);
        DeflateParameters parameters = DeflateParameters.accept(offers.replace('|', ','), how);
        assertEquals(agreed, parameters == null ? null : parameters.text());
        assertNull(DeflateParameters.accept(offers.replace('|', ','), null));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void messagesAreCompressedEitherWayWithContextAndWithout(boolean context) throws Exception {
        WebSocketOptions options = OPTIONS.withCompression(Compression.DEFAULT.withContext(context, context));
        Deflater deflater = new Deflater(6, true);
        Inflater inflater = new Inflater(true);
        try (HttpServer server = serve(options, new Recorder());
                RawWebSocket client = connect(server, "permessage-deflate")) {
            int[] sizes = new int[4];
            for (int i = 0; i < sizes.length; i++) {
                if (!context) {
                    deflater.reset();
                    inflater.reset();
                }
                byte[] message = text(3000);
                Frame frame = client.send(LAST | COMPRESSED | BINARY, deflated(deflater, message)).frame();
                assertTrue(frame.isCompressed());
                assertArrayEquals(message, inflated(inflater, frame.payload()));
                sizes[i] = frame.payload().length;
            }
            assertEquals(context, sizes[3] < sizes[0] / 4, Arrays.toString(sizes));
        } finally {
            deflater.end();
            inflater.end();
        }
    }

    @Test
    void shortMessagesAndThoseOfTheClientMayGoUncompressed() throws Exception {
        try (HttpServer server = serve(OPTIONS, new Recorder());
                RawWebSocket client = connect(server, "permessage-deflate")) {
            Frame frame = client.send(LAST | RawWebSocket.TEXT, "hello").frame();
            assertFalse(frame.isCompressed());
            assertEquals("hello", frame.text());
            assertTrue(client.send(LAST | BINARY, text(500)).frame().isCompressed());
        }
    }

    @Test
    void fragmentsOfACompressedMessageAreMarkedOnceAndCutAnywhere() throws Exception {
        Deflater deflater = new Deflater(6, true);
        try (HttpServer server = serve(OPTIONS, new Recorder());
                RawWebSocket client = connect(server, "permessage-deflate")) {
            byte[] whole = deflated(deflater, "fragments of a text".getBytes());
            for (int cut = 0; cut <= whole.length; cut++) {
                client.send(COMPRESSED | RawWebSocket.TEXT, Arrays.copyOf(whole, cut))
                        .send(LAST, Arrays.copyOfRange(whole, cut, whole.length));
                assertEquals("fragments of a text", client.frame().text());
            }
            client.send(COMPRESSED | RawWebSocket.TEXT, whole).send(COMPRESSED | LAST, whole);
            assertEquals(1002, client.frame().code());
        } finally {
            deflater.end();
        }
    }

    /** What the other side remembers is no more than it has promised to. */
    @ParameterizedTest
    @ValueSource(ints = {8, 9, 11, 14})
    void aSmallWindowIsKeptTo(int bits) throws Exception {
        WebSocketOptions options = OPTIONS.withCompression(CONTEXT);
        Inflater inflater = new Inflater(true);
        try (HttpServer server = serve(options, new Recorder());
                RawWebSocket client = connect(server, "permessage-deflate; server_max_window_bits=" + bits)) {
            byte[] unlike = new byte[1 << bits];
            new SplittableRandom(bits).nextBytes(unlike);
            byte[] twice = Arrays.copyOf(unlike, 2 * unlike.length);
            System.arraycopy(unlike, 0, twice, unlike.length, unlike.length);
            client.send(LAST | BINARY, twice);
            byte[] payload = client.message();
            assertArrayEquals(twice, inflated(inflater, payload));
            assertTrue(payload.length > twice.length, "the second half refers to the first");
            byte[] alike = new byte[100_000];
            client.send(LAST | BINARY, alike);
            payload = client.message();
            assertArrayEquals(alike, inflated(inflater, payload));
            assertTrue(payload.length < 20_000, () -> "it is not compressed any more");
        } finally {
            inflater.end();
        }
    }

    @Test
    void aLargeMessageIsSeveralFrames() throws Exception {
        Inflater inflater = new Inflater(true);
        byte[] large = new byte[300_000];
        new SplittableRandom(3).nextBytes(large);
        try (HttpServer server = serve(OPTIONS, new Recorder());
                RawWebSocket client = connect(server, "permessage-deflate")) {
            client.send(LAST | BINARY, large);
            assertArrayEquals(large, inflated(inflater, client.message()));
        } finally {
            inflater.end();
        }
    }

    @Test
    void aBombIsStoppedAtTheLimit() throws Exception {
        Deflater deflater = new Deflater(9, true);
        Recorder recorder = new Recorder();
        AtomicInteger seen = new AtomicInteger();
        WebSocketHandler counting = new WebSocketHandler() {
            @Override
            public void onPiece(WebSocket socket, boolean text, byte[] bytes, int offset, int length, boolean last) {
                seen.addAndGet(length);
            }

            @Override
            public void onClosed(WebSocket socket, int code, String reason) {
                recorder.onClosed(socket, code, reason);
            }
        };
        try (HttpServer server = serve(OPTIONS.withMessageBytes(100_000), counting);
                RawWebSocket client = connect(server, "permessage-deflate")) {
            byte[] bomb = deflated(deflater, new byte[20_000_000]);
            assertTrue(bomb.length < 100_000);
            assertEquals(1009, client.send(LAST | COMPRESSED | BINARY, bomb).frame().code());
            client.close();
            assertEquals("closed 1009 a message is longer than 100000 bytes", recorder.next());
            assertTrue(seen.get() <= 100_000);
        } finally {
            deflater.end();
        }
    }

    @Test
    void whatIsNotCompressedIsRefusedAndTextIsCheckedWithin() throws Exception {
        Deflater deflater = new Deflater(6, true);
        try (HttpServer server = serve(OPTIONS, new Recorder())) {
            try (RawWebSocket client = connect(server, "permessage-deflate")) {
                assertEquals(1007, client.send(LAST | COMPRESSED | BINARY, new byte[] {-1, -1, -1}).frame().code());
            }
            try (RawWebSocket client = connect(server, "permessage-deflate")) {
                byte[] wrong = deflated(deflater, new byte[] {'a', (byte) 0xff});
                assertEquals(1007, client.send(COMPRESSED | RawWebSocket.TEXT, wrong).frame().code());
            }
            try (RawWebSocket client = connect(server, "permessage-deflate")) {
                assertEquals(1002, client.send(LAST | COMPRESSED | RawWebSocket.PING, "").frame().code());
            }
        } finally {
            deflater.end();
        }
    }

    /** RFC 7692 section 7.2.3.4: a block that says it is the last one, and an empty one behind it. */
    @Test
    void aBlockThatSaysItIsTheLastMayBeFollowed() throws Exception {
        try (HttpServer server = serve(OPTIONS, new Recorder());
                RawWebSocket client = connect(server, "permessage-deflate")) {
            byte[] hello = {(byte) 0xf3, 0x48, (byte) 0xcd, (byte) 0xc9, (byte) 0xc9, 0x07, 0x00, 0x00};
            for (int i = 0; i < 2; i++) {
                assertEquals("Hello", client.send(LAST | COMPRESSED | RawWebSocket.TEXT, hello).frame().text());
            }
        }
    }

    @Test
    void aHandlerThatPausesWithinAMessageGetsTheRestLater() throws Exception {
        CompletableFuture<WebSocket> paused = new CompletableFuture<>();
        AtomicInteger seen = new AtomicInteger();
        CompletableFuture<Integer> whole = new CompletableFuture<>();
        WebSocketHandler pausing = new WebSocketHandler() {
            @Override
            public void onPiece(WebSocket socket, boolean text, byte[] bytes, int offset, int length, boolean last) {
                seen.addAndGet(length);
                if (last) {
                    whole.complete(seen.get());
                } else {
                    socket.pause();
                    if (!paused.complete(socket)) {
                        socket.loop().execute(socket::resume);
                    }
                }
            }
        };
        Deflater deflater = new Deflater(6, true);
        try (HttpServer server = serve(OPTIONS, pausing);
                RawWebSocket client = connect(server, "permessage-deflate")) {
            client.send(LAST | COMPRESSED | BINARY, deflated(deflater, new byte[900_000]));
            WebSocket socket = paused.get(60, TimeUnit.SECONDS);
            socket.loop().submit(() -> null).toCompletableFuture().get(60, TimeUnit.SECONDS);
            assertTrue(seen.get() <= 16 << 10, () -> seen + " bytes after the pause");
            socket.loop().execute(socket::resume);
            assertEquals(900_000, whole.get(60, TimeUnit.SECONDS));
        } finally {
            deflater.end();
        }
    }
}
