package millrace.gateway.access;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.net.InetSocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import millrace.http.codec.Output;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProxyProtocolTest {
    private static final InetSocketAddress FOUR = new InetSocketAddress("192.0.2.1", 123);
    private static final InetSocketAddress SERVER_FOUR = new InetSocketAddress("192.0.2.2", 5678);
    private static final InetSocketAddress SIX = new InetSocketAddress("2001:db8::1", 65535);
    private static final InetSocketAddress SERVER_SIX = new InetSocketAddress("2001:db8::2", 1);

    private final ProxyProtocolParser parser = new ProxyProtocolParser();

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static byte[] join(byte[]... parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.writeBytes(part);
        }
        return all.toByteArray();
    }

    private static byte[] tlv(int type, byte[] value) {
        return join(new byte[] {(byte) type, (byte) (value.length >> 8), (byte) value.length}, value);
    }

    /** A header of version 2. */
    private static byte[] binary(int command, int family, byte[] rest) {
        return join(
                bytes("\r\n\r\n\0\r\nQUIT\n"),
                new byte[] {(byte) command, (byte) family, (byte) (rest.length >> 8), (byte) rest.length},
                rest);
    }

    private static byte[] ipv4() {
        return new byte[] {(byte) 192, 0, 2, 1, (byte) 192, 0, 2, 2, 0, 123, 0x16, 0x2e};
    }

    private int parse(byte[] input) {
        return parser.parse(input, 0, input.length);
    }

    /** Complete only at its very end, and not disturbed by what follows or what is before it. */
    private ProxyProtocol whole(byte[] header) {
        for (int end = 0; end < header.length; end++) {
            assertEquals(ProxyProtocolParser.INCOMPLETE, parser.parse(header, 0, end), "the first " + end);
        }
        byte[] around = join(new byte[3], header, bytes("GET / HTTP/1.1\r\n"));
        assertEquals(header.length, parser.parse(around, 3, around.length));
        return parser.result();
    }

    @Test
    void linesTellAddressesOfBothFamilies() {
        ProxyProtocol four = whole(bytes("PROXY TCP4 192.0.2.1 192.0.2.2 123 5678\r\n"));
        assertEquals(FOUR, four.source());
        assertEquals(SERVER_FOUR, four.destination());
        ProxyProtocol six = whole(bytes("PROXY TCP6 2001:Db8::1 2001:Db8::2 65535 1\r\n"));
        assertEquals(SIX, six.source());
        assertEquals(SERVER_SIX, six.destination());
    }

    @Test
    void whatIsUnknownIsNoMistake() {
        assertNull(whole(bytes("PROXY UNKNOWN\r\n")).source());
        assertNull(whole(bytes("PROXY UNKNOWN 1 2 3 4 5 6\r\n")).source());
        assertNull(whole(binary(0x21, 0x01, new byte[0])).source());
        assertNull(whole(binary(0x21, 0x41, new byte[] {1, 2, 3, 4})).source());
        assertNull(whole(binary(0x20, 0x11, ipv4())).source());
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "GET / HTTP/1.1\r\n", "PROXZ ", "proxy TCP4 ", "PROXY TCP4\r\n", "PROXY TCP5 192.0.2.1 192.0.2.2 1 2\r\n",
        "PROXY TCP4 192.0.2.1 192.0.2.2 1 2\n", "PROXY TCP4 192.0.2.1 192.0.2.2 1 2 3\r\n", "PROXY UNKNOWNX\r\n",
        "PROXY TCP4 192.0.2.256 192.0.2.2 1 2\r\n", "PROXY TCP4 192.0.2 192.0.2.2 1 2\r\n",
        "PROXY TCP4 ::1 ::2 1 2\r\n", "PROXY TCP6 192.0.2.1 192.0.2.2 1 2\r\n", "PROXY TCP6 ::g ::2 1 2\r\n",
        "PROXY TCP4 192.0.2.1 192.0.2.2 65536 2\r\n", "PROXY TCP4 192.0.2.1 192.0.2.2 -1 2\r\n",
        "PROXY TCP4 192.0.2.1  192.0.2.2 1 2\r\n", "PROXY TCP4 localhost 192.0.2.2 1 2\r\n"
    })
    void linesThatSayNothingAreBroken(String line) {
        assertEquals(ProxyProtocolParser.BROKEN, parse(bytes(line)));
    }

    @Test
    void aLineWithoutAnEndIsBrokenOnceItIsTooLong() {
        assertEquals(ProxyProtocolParser.INCOMPLETE, parse(bytes("PROXY UNKNOWN " + "x".repeat(92))));
        assertEquals(ProxyProtocolParser.BROKEN, parse(bytes("PROXY UNKNOWN " + "x".repeat(93))));
    }

    @Test
    void binaryHeadersTellAddressesAndMore() {
        byte[] ssl = join(new byte[] {1, 0, 0, 0, (byte) 255}, tlv(0x21, bytes("TLSv1.2")), tlv(0x22, bytes("example.com")));
        byte[] header = binary(0x21, 0x11, join(ipv4(), tlv(1, bytes("h2")), tlv(0xae, bytes("")), tlv(0x20, ssl)));
        ProxyProtocol told = whole(header);
        assertEquals(FOUR, told.source());
        assertEquals(SERVER_FOUR, told.destination());
        assertArrayEquals(bytes("h2"), told.tlv(ProxyProtocol.ALPN));
        assertArrayEquals(bytes(""), told.tlv(0xae));
        assertNull(told.tlv(ProxyProtocol.AUTHORITY));
        assertArrayEquals(bytes("TLSv1.2"), told.sslTlv(0x21));
        assertArrayEquals(bytes("example.com"), told.sslTlv(0x22));
        assertNull(told.sslTlv(0x23));
        assertEquals(255, told.sslVerify());
    }

    @Test
    void valuesThatDoNotFitAreNotThere() {
        ProxyProtocol told = whole(binary(0x21, 0x11, join(ipv4(), new byte[] {1, 0, 9, 'x'})));
        assertNull(told.tlv(1));
        assertNull(told.sslTlv(1));
        assertEquals(-1, told.sslVerify());
        assertEquals(-1, whole(binary(0x21, 0x11, join(ipv4(), tlv(0x20, new byte[] {1})))).sslVerify());
    }

    @Test
    void binaryHeadersOfAnotherVersionOrWithoutRoomForTheirAddressesAreBroken() {
        assertEquals(ProxyProtocolParser.BROKEN, parse(binary(0x11, 0x11, ipv4())));
        assertEquals(ProxyProtocolParser.BROKEN, parse(binary(0x22, 0x11, ipv4())));
        assertEquals(ProxyProtocolParser.BROKEN, parse(binary(0x21, 0x11, new byte[11])));
        assertEquals(ProxyProtocolParser.BROKEN, parse(binary(0x21, 0x21, new byte[35])));
        assertEquals(4096, parse(binary(0x21, 0x11, new byte[4080])));
        assertEquals(ProxyProtocolParser.BROKEN, parse(binary(0x21, 0x11, new byte[4081])));
    }

    @Test
    void whatIsWrittenIsRead() {
        Output out = new Output(16);
        for (InetSocketAddress[] pair : new InetSocketAddress[][] {{FOUR, SERVER_FOUR}, {SIX, SERVER_SIX}}) {
            for (int version = 1; version <= 2; version++) {
                out.clear();
                if (version == 1) {
                    ProxyProtocolWriter.version1(out, pair[0], pair[1]);
                } else {
                    ProxyProtocolWriter.version2(out, pair[0], pair[1]);
                }
                ProxyProtocol read = whole(Arrays.copyOf(out.bytes(), out.length()));
                assertEquals(pair[0], read.source());
                assertEquals(pair[1], read.destination());
            }
        }
        out.clear();
        ProxyProtocolWriter.version1(out, UnixDomainSocketAddress.of("/a"), FOUR);
        assertNull(whole(Arrays.copyOf(out.bytes(), out.length())).source());
        out.clear();
        ProxyProtocolWriter.version2(out, FOUR, SIX);
        assertNull(whole(Arrays.copyOf(out.bytes(), out.length())).source());
    }

    /** Hostile headers: {@code -Dmillrace.fuzz.seconds} (default 2), {@code -Dmillrace.fuzz.seed}. */
    @Test
    void anyInputIsReadAlikeInPiecesAndNeverBeyondItsEnd() {
        long seed = Long.getLong("millrace.fuzz.seed", System.nanoTime());
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(Integer.getInteger("millrace.fuzz.seconds", 2));
        SplittableRandom random = new SplittableRandom(seed);
        List<byte[]> seeds = List.of(
                bytes("PROXY TCP4 192.0.2.1 192.0.2.2 123 5678\r\nGET"),
                bytes("PROXY TCP6 2001:db8::1 ::ffff:192.0.2.2 0 65535\r\n"),
                bytes("PROXY UNKNOWN x\r\n"),
                binary(0x21, 0x11, join(ipv4(), tlv(1, bytes("h2")), tlv(0x20, tlv(0x21, bytes("abc"))))),
                binary(0x21, 0x21, new byte[40]),
                binary(0x20, 0, new byte[2]));
        long count = 0;
        do {
            byte[] input = seeds.get(random.nextInt(seeds.size())).clone();
            for (int changes = random.nextInt(4); changes > 0; changes--) {
                input[random.nextInt(input.length)] = (byte) random.nextInt(256);
            }
            input = Arrays.copyOf(input, random.nextInt(input.length + 8));
            try {
                check(input);
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError("seed %d, input %s".formatted(seed, Arrays.toString(input)), e);
            }
            count++;
        } while (System.nanoTime() < end);
        System.out.println("fuzzed the PROXY protocol: seed " + seed + ", " + count + " inputs");
    }

    private void check(byte[] input) {
        int length = parse(input);
        assertTrue(length <= input.length && length >= ProxyProtocolParser.BROKEN);
        for (int cut = 0; cut < input.length; cut++) {
            int early = parser.parse(input, 0, cut);
            assertTrue(early == ProxyProtocolParser.INCOMPLETE || early == length, early + " at " + cut + ", then " + length);
        }
        if (length > 0 && parse(input) == length) {
            ProxyProtocol told = parser.result();
            for (int type = 0; type < 256; type++) {
                told.tlv(type);
                told.sslTlv(type);
            }
            told.sslVerify();
        }
    }
}
