package millrace.bench;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.concurrent.atomic.AtomicLong;
import millrace.bench.client.ErrorKind;
import millrace.bench.measure.Totals;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Echoes of a WebSocket, against a server that this test has written itself. */
@Timeout(120)
class WebSocketTest {
    private static final String GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    private static final int TEXT = 0x81;
    private static final int CLOSE = 0x88;
    private static final int PING = 0x89;
    private static final int PONG = 0x8a;

    private final AtomicLong served = new AtomicLong();
    private final AtomicLong pongs = new AtomicLong();

    /** A server's end of a WebSocket. */
    private static final class Peer {
        final DataInputStream in;
        final OutputStream out;

        Peer(Socket client) throws Exception {
            in = new DataInputStream(client.getInputStream());
            out = client.getOutputStream();
            StringBuilder head = new StringBuilder();
            while (head.indexOf("\r\n\r\n") < 0) {
                head.append((char) in.readUnsignedByte());
            }
            assertTrue(head.toString().startsWith("GET /echo HTTP/1.1\r\n"), head::toString);
            String key = head.toString().lines().filter(line -> line.startsWith("Sec-WebSocket-Key: ")).findFirst()
                    .orElseThrow().substring(19);
            byte[] digest = MessageDigest.getInstance("SHA-1").digest((key + GUID).getBytes(ISO_8859_1));
            out.write(("HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                    + "sec-websocket-accept: " + Base64.getEncoder().encodeToString(digest) + "\r\n\r\n")
                    .getBytes(ISO_8859_1));
        }

        private int opcode;

        /** The next frame's payload, unmasked; {@code null} at the end. */
        byte[] read() throws IOException {
            try {
                opcode = in.readUnsignedByte();
            } catch (EOFException e) {
                return null; // The client has left.
            }
            int second = in.readUnsignedByte();
            assertTrue(second >= 0x80, "clients mask");
            int length = second & 0x7f;
            length = length == 126 ? in.readUnsignedShort() : length == 127 ? (int) in.readLong() : length;
            byte[] key = in.readNBytes(4);
            byte[] payload = in.readNBytes(length);
            for (int i = 0; i < length; i++) {
                payload[i] ^= key[i & 3];
            }
            return payload;
        }

        void write(int first, byte[] payload) throws IOException {
            byte[] frame = new byte[10 + payload.length];
            frame[0] = (byte) first;
            int at = 2;
            if (payload.length < 126) {
                frame[1] = (byte) payload.length;
            } else if (payload.length < 1 << 16) {
                frame[1] = 126;
                frame[at++] = (byte) (payload.length >>> 8);
                frame[at++] = (byte) payload.length;
            } else {
                frame[1] = 127;
                at = 6;
                for (int shift = 24; shift >= 0; shift -= 8) {
                    frame[at++] = (byte) (payload.length >>> shift);
                }
            }
            System.arraycopy(payload, 0, frame, at, payload.length);
            out.write(frame, 0, at + payload.length);
        }
    }

    private interface Deed {
        void on(Peer peer, byte[] message) throws IOException;
    }

    /** Does this for each message. */
    private CannedServer server(Deed deed) throws IOException {
        return new CannedServer(client -> {
            Peer peer = new Peer(client);
            for (byte[] message = peer.read(); message != null; message = peer.read()) {
                if (peer.opcode == PONG) {
                    pongs.incrementAndGet();
                } else if (peer.opcode == CLOSE) {
                    return;
                } else {
                    served.incrementAndGet();
                    deed.on(peer, message);
                }
            }
        });
    }

    private static Bench bench(CannedServer server, int bytes) {
        return Bench.of(server.url().replace("http:", "ws:") + "echo").body("m".repeat(bytes)).connections(3);
    }

    private void assertExact(long count, Totals totals) {
        assertEquals(count, served.get());
        assertEquals(count, totals.answered(), totals::toString);
        assertEquals(count, totals.sent(), totals::toString);
        assertEquals(count, totals.statusClass(2), totals::toString);
        assertEquals(0, totals.allErrors() + totals.unanswered() + totals.discarded(), totals::toString);
    }

    @ParameterizedTest
    @CsvSource({"0, 1", "5, 1", "125, 4", "126, 1", "70000, 2"})
    void echoesOfAllLengthsAreCountedExactly(int bytes, int underWay) throws IOException {
        try (CannedServer server = server((peer, message) -> peer.write(peer.opcode, message))) {
            assertExact(300, bench(server, bytes).pipelining(underWay).amount(300).run().totals());
        }
    }

    @Test
    void theOpenModelAndNewConnectionsWorkToo() throws IOException {
        try (CannedServer server = server((peer, message) -> peer.write(peer.opcode, message))) {
            Totals totals = bench(server, 20).rate(2000).amount(200).run().totals();
            assertExact(200, totals);
            assertEquals(200, totals.lag().count());
            served.set(0);
            assertExact(100, bench(server, 20).requestsPerConnection(7).amount(100).run().totals());
        }
    }

    @Test
    void anEchoMayComeInPiecesWithPingsBetween() throws IOException {
        try (CannedServer server = server((peer, message) -> {
            peer.write(1, Arrays.copyOfRange(message, 0, 3));
            peer.write(PING, new byte[] {1, 2});
            peer.write(0, new byte[0]);
            peer.write(0x80, Arrays.copyOfRange(message, 3, message.length));
        })) {
            assertExact(100, bench(server, 20).amount(100).run().totals());
            assertTrue(pongs.get() > 0);
        }
    }

    @Test
    void anotherMessageIsAFailedCheck() throws IOException {
        try (CannedServer server = server((peer, message) -> {
            message[message.length - 1] ^= 1;
            peer.write(TEXT, message);
        })) {
            Totals totals = bench(server, 20).amount(30).run().totals();
            assertEquals(30, totals.answered(), totals::toString);
            assertEquals(30, totals.errors(ErrorKind.CHECK), totals::toString);
        }
    }

    @Test
    void aServerThatClosesIsAReset() throws IOException {
        try (CannedServer server = server((peer, _) -> peer.write(CLOSE, new byte[] {3, (byte) 0xe9}))) {
            Totals totals = bench(server, 20).amount(6).run().totals();
            assertEquals(6, totals.errors(ErrorKind.RESET), totals::toString);
            assertTrue(totals.reasons().get(ErrorKind.RESET).contains("1001"), totals::toString);
        }
    }

    @Test
    void framesThatMakeNoSenseAreMalformed() throws IOException {
        try (CannedServer server = server((peer, _) -> peer.out.write(new byte[] {(byte) 0x81, (byte) 0x80, 0, 0, 0, 0}))) {
            Totals totals = bench(server, 20).amount(6).run().totals();
            assertEquals(6, totals.errors(ErrorKind.MALFORMED), totals::toString);
        }
    }

    @Test
    void anEchoThatNeverComesIsATimeout() throws IOException {
        try (CannedServer server = server((_, _) -> { })) {
            Totals totals = bench(server, 20).timeout(Duration.ofSeconds(1)).amount(6).run().totals();
            assertEquals(6, totals.errors(ErrorKind.TIMEOUT) + totals.errors(ErrorKind.CONNECT), totals::toString);
            assertTrue(totals.errors(ErrorKind.TIMEOUT) > 0, totals::toString);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"404 Not Found\r\nContent-Length: 0", "101 Switching Protocols\r\nSec-WebSocket-Accept: x"})
    void aServerThatOpensNoneIsAConnectError(String answer) throws IOException {
        try (CannedServer server = new CannedServer(CannedServer.answering("HTTP/1.1 " + answer + "\r\n\r\n"))) {
            Totals totals = bench(server, 20).amount(3).run().totals();
            assertEquals(3, totals.errors(ErrorKind.CONNECT), totals::toString);
            assertEquals(0, totals.sent(), totals::toString);
        }
    }

    @Test
    void whatWebSocketsDoNotHaveIsRefused() {
        Bench bench = Bench.of("ws://127.0.0.1:1/");
        assertThrows(IllegalArgumentException.class, bench.http2()::plan);
        assertThrows(IllegalArgumentException.class, Bench.of("ws://127.0.0.1:1/").method("POST")::plan);
    }
}
