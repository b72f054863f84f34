package millrace.bench.client;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The scanners of frames: in whatever pieces bytes come, the same is told. */
class ScannersTest {
    /** Writes down what a scanner tells; pieces that follow each other are one. */
    private static final class Told implements Http2Scanner.Sink, WebSocketScanner.Sink {
        final List<String> events = new ArrayList<>();
        final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        @Override
        public void data(int stream, byte[] b, int from, int end) {
            payload(b, from, end);
        }

        @Override
        public void dataEnd(int stream, int length, boolean last) {
            events.add("data " + stream + " " + length + " " + last);
        }

        @Override
        public void frame(int type, int flags, int stream, byte[] b, int from, int end) {
            events.add("frame " + type + " " + flags + " " + stream + " " + hex(b, from, end));
        }

        @Override
        public void begins(boolean text) {
            events.add("begins " + text);
        }

        @Override
        public void payload(byte[] b, int from, int end) {
            bytes.write(b, from, end - from);
        }

        @Override
        public void ends() {
            events.add("ends at " + bytes.size());
        }

        @Override
        public void control(int kind, byte[] b, int from, int end) {
            events.add("control " + kind + " " + hex(b, from, end));
        }

        @Override
        public void broken(String why) {
            events.add("broken: " + why);
        }

        private static String hex(byte[] b, int from, int end) {
            return HexFormat.of().formatHex(b, from, end);
        }

        @Override
        public String toString() {
            return events + HexFormat.of().formatHex(bytes.toByteArray());
        }
    }

    private interface Scan {
        int scan(byte[] b, int from, int end);
    }

    private static Scan http2(Told told) {
        Http2Scanner scanner = new Http2Scanner(told);
        scanner.reset();
        return scanner::scan;
    }

    private static Scan webSocket(Told told) {
        WebSocketScanner scanner = new WebSocketScanner(told);
        scanner.reset();
        return scanner::scan;
    }

    /** Feeds pieces as a connection does: what is left comes again, in front of more. */
    private static void feed(Scan scan, byte[] all, int[] ends) {
        int begin = 0;
        for (int end : ends) {
            begin = scan.scan(all, begin, end);
            assertTrue(begin <= end);
        }
    }

    private static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }

    private static final String HTTP2 = "000000 04 00 00000000" + "000001 01 04 00000001 88"
            + "000005 00 00 00000001 68656c6c6f" + "000007 00 09 00000003 03 686921 000000" + "000000 00 01 00000005"
            + "000004 08 00 00000000 00000001" + "000001 00 08 00000007 00";

    private static final String WEB_SOCKET = "81 03 616263" + "02 01 78" + "89 02 7069" + "00 00" + "80 02 797a" + "8100"
            + "827e0080" + "41".repeat(128) + "88 02 03e8";

    @Test
    void framesAreTheSameInWhateverPieces() {
        Told whole = new Told();
        byte[] all = bytes(HTTP2);
        http2(whole).scan(all, 0, all.length);
        assertEquals("[frame 4 0 0 , frame 1 4 1 88, data 1 5 false, data 3 7 true, data 5 0 true, "
                + "frame 8 0 0 00000001, data 7 1 false]" + "68656c6c6f686921", whole.toString());
        Told sockets = new Told();
        byte[] messages = bytes(WEB_SOCKET);
        webSocket(sockets).scan(messages, 0, messages.length);
        assertEquals(List.of("begins true", "ends at 3", "begins false", "control 9 7069", "ends at 6", "begins true",
                "ends at 6", "begins false", "ends at 134", "control 8 03e8"), sockets.events);
        Random random = new Random(9113);
        for (int i = 0; i < 2000; i++) {
            Told again = new Told();
            feed(http2(again), all, cuts(random, all.length));
            assertEquals(whole.toString(), again.toString());
            Told socketsAgain = new Told();
            feed(webSocket(socketsAgain), messages, cuts(random, messages.length));
            assertEquals(sockets.toString(), socketsAgain.toString());
        }
    }

    private static int[] cuts(Random random, int length) {
        int[] cuts = random.ints(random.nextInt(20), 0, length + 1).sorted().toArray();
        int[] all = Arrays.copyOf(cuts, cuts.length + 1);
        all[cuts.length] = length;
        return all;
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "000001 01 04 00000001 88", "485454502f312e312034303020426164", "000000 04 00 00000000 004001 00 00 00000001",
        "000000 04 00 00000000 000000 00 08 00000001", "000000 04 00 00000000 000002 00 08 00000001 0200"
    })
    void whatBreaksTheRulesOfHttp2IsTold(String hex) {
        Told told = new Told();
        byte[] all = bytes(hex);
        http2(told).scan(all, 0, all.length);
        assertTrue(told.events.getLast().startsWith("broken"), told::toString);
    }

    @ParameterizedTest
    @ValueSource(strings = {"c100", "818100000000", "8300", "8b00", "0900", "897e0080", "8000", "01000100",
        "817e0005", "817f0000000000000080", "817fffffffffffffffff"})
    void whatBreaksTheRulesOfWebSocketsIsTold(String hex) {
        Told told = new Told();
        byte[] all = bytes(hex);
        webSocket(told).scan(all, 0, all.length);
        assertTrue(told.events.getLast().startsWith("broken"), told::toString);
    }

    @Test
    void noBytesAreTooMuch() {
        Random random = new Random(6455);
        for (int i = 0; i < 50_000; i++) {
            byte[] noise = new byte[random.nextInt(60)];
            random.nextBytes(noise);
            if (random.nextBoolean() && noise.length >= 9) {
                System.arraycopy(bytes("000000040000000000"), 0, noise, 0, 9);
            }
            feed(http2(new Told()), noise, cuts(random, noise.length));
            feed(webSocket(new Told()), noise, cuts(random, noise.length));
        }
    }
}
