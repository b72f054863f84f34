package millrace.gateway.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import org.junit.jupiter.api.Test;

/** The first message of TLS, as the JDK writes it, in pieces and broken. */
class HelloParserTest {
    static byte[] hello(String name, List<String> protocols, String... versions) throws Exception {
        SSLEngine engine = SSLContext.getDefault().createSSLEngine();
        engine.setUseClientMode(true);
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setServerNames(List.of(new SNIHostName(name)));
        parameters.setApplicationProtocols(protocols.toArray(String[]::new));
        parameters.setProtocols(versions);
        engine.setSSLParameters(parameters);
        engine.beginHandshake();
        ByteBuffer out = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
        engine.wrap(ByteBuffer.allocate(0), out);
        return Arrays.copyOf(out.array(), out.position());
    }

    /** In records of so many bytes. */
    private static byte[] inRecords(byte[] one, int bytes) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (int at = 5; at < one.length; at += bytes) {
            int length = Math.min(bytes, one.length - at);
            all.writeBytes(new byte[] {22, 3, 1, (byte) (length >> 8), (byte) length});
            all.write(one, at, length);
        }
        return all.toByteArray();
    }

    private static Hello parse(byte[] bytes) {
        HelloParser parser = new HelloParser();
        assertEquals(HelloParser.State.DONE, parser.parse(bytes, 0, bytes.length));
        return parser.hello();
    }

    @Test
    void namesProtocolsAndTheHighestVersionAreRead() throws Exception {
        Hello hello = parse(hello("WWW.Example.com", List.of("h2", "http/1.1"), "TLSv1.3", "TLSv1.2"));
        assertEquals(new Hello("TLSv1.3", "www.example.com", List.of("h2", "http/1.1")), hello);
    }

    @Test
    void anOlderVersionIsTheOneInTheMessage() throws Exception {
        Hello hello = parse(hello("a.example", List.of(), "TLSv1.2"));
        assertEquals(new Hello("TLSv1.2", "a.example", List.of()), hello);
    }

    @Test
    void everyCutIsIncompleteUntilTheLastByte() throws Exception {
        byte[] whole = hello("cut.example", List.of("h2"), "TLSv1.3");
        byte[] padded = new byte[whole.length + 7];
        System.arraycopy(whole, 0, padded, 7, whole.length);
        for (int length = 0; length < whole.length; length++) {
            HelloParser parser = new HelloParser();
            assertEquals(HelloParser.State.INCOMPLETE, parser.parse(padded, 7, length), "cut at " + length);
            assertNull(parser.hello());
        }
    }

    @Test
    void aMessageInManyRecordsIsOne() throws Exception {
        byte[] whole = hello("records.example", List.of("h2"), "TLSv1.3");
        for (int bytes = 1; bytes < 64; bytes++) {
            assertEquals("records.example", parse(inRecords(whole, bytes)).serverName());
        }
    }

    @Test
    void versionsWhoseLengthRunsBeyondTheEndCountAsFarAsTheyGo() {
        ByteBuffer cut = ByteBuffer.allocate(56);
        cut.put(new byte[] {22, 3, 1, 0, 51, 1, 0, 0, 47, 3, 3}).put(new byte[32]);
        cut.put(new byte[] {0, 0, 0, 0, 0, 7, 0, 43, 0, 7, 2, 3, 4});
        assertEquals("TLSv1.3", parse(cut.array()).version());
        // A name that does is none.
        cut.put(49, (byte) 0).put(50, (byte) 0);
        assertEquals(HelloParser.State.NONE, new HelloParser().parse(cut.array(), 0, 56));
    }

    @Test
    void oldHandshakesAreTold() {
        assertEquals("SSLv2", parse(new byte[] {(byte) 0x80, 0x2e, 1, 0, 2, 0, 0}).version());
        assertEquals("TLSv1", parse(new byte[] {(byte) 0x80, 0x2e, 1, 3, 1, 0, 0}).version());
    }

    @Test
    void whatIsNoHandshakeIsNothing() {
        for (String text : List.of("GET / HTTP/1.0\r\n\r\n", "\u0015\u0003\u0003", "\u0016\u0002\u0001", "x")) {
            byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
            assertEquals(HelloParser.State.NONE, new HelloParser().parse(bytes, 0, bytes.length), text);
        }
    }

    @Test
    void brokenMessagesNeverReadBeyondNorThrow() throws Exception {
        byte[] whole = hello("fuzz.example", List.of("h2", "http/1.1"), "TLSv1.3", "TLSv1.2");
        Random random = new Random(7);
        for (int round = 0; round < 200_000; round++) {
            byte[] broken = Arrays.copyOf(whole, random.nextInt(8) == 0 ? random.nextInt(whole.length + 1) : whole.length);
            for (int flips = random.nextInt(6); flips > 0 && broken.length > 0; flips--) {
                broken[random.nextInt(broken.length)] = (byte) random.nextInt();
            }
            HelloParser parser = new HelloParser();
            HelloParser.State state = parser.parse(broken, 0, broken.length);
            if (state == HelloParser.State.DONE) {
                assertNotNull(parser.hello());
            } else {
                assertNull(parser.hello());
            }
        }
    }
}
