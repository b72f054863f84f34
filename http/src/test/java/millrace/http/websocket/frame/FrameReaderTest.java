package millrace.http.websocket.frame;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class FrameReaderTest {
    /** Notes frames, whatever the pieces their payload comes in. */
    private static final class Notes implements FrameSink {
        final List<String> frames = new ArrayList<>();
        final ByteArrayOutputStream payload = new ByteArrayOutputStream();
        int most = Integer.MAX_VALUE;
        private String head;

        @Override
        public void frame(int opcode, boolean last, boolean marked, long length) {
            head = opcode + (last ? " last " : " ") + (marked ? "marked " : "") + length + ": ";
        }

        @Override
        public void payload(byte[] bytes, int from, int to, boolean end) {
            payload.write(bytes, from, to - from);
            if (end) {
                frames.add(head + HexFormat.of().formatHex(payload.toByteArray()));
                payload.reset();
            }
        }

        @Override
        public boolean takesMore() {
            return frames.size() < most;
        }
    }

    private static byte[] frames(Role sender, SplittableRandom random, int count) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        FrameWriter writer = new FrameWriter();
        int[] opcodes = {0, 1, 2, 8, 9, 10};
        for (int i = 0; i < count; i++) {
            int opcode = opcodes[random.nextInt(opcodes.length)];
            boolean control = Opcode.isControl(opcode);
            int[] lengths = {0, 1, 7, 125, 126, 300, 5000, 70_000};
            byte[] payload = new byte[lengths[random.nextInt(control ? 4 : lengths.length)]];
            random.nextBytes(payload);
            writer.write((b, from, length) -> {
                bytes.write(b, from, length);
                return true;
            }, sender, opcode, control || random.nextBoolean(), random.nextBoolean(), payload, 0, payload.length);
        }
        return bytes.toByteArray();
    }

    private static List<String> whole(Role receiver, byte[] bytes) throws WebSocketException {
        Notes notes = new Notes();
        FrameReader reader = new FrameReader(receiver, notes);
        byte[] copy = bytes.clone();
        assertEquals(copy.length, reader.read(copy, 0, copy.length));
        assertTrue(reader.isBetweenFrames());
        return notes.frames;
    }

    @ParameterizedTest
    @EnumSource(Role.class)
    void framesCutAtEveryByteAreTheSameFrames(Role sender) throws Exception {
        Role receiver = sender == Role.CLIENT ? Role.SERVER : Role.CLIENT;
        for (int length : new int[] {0, 1, 9, 125, 126, 130}) {
            byte[] payload = new byte[length];
            new SplittableRandom(length).nextBytes(payload);
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            FrameWriter writer = new FrameWriter();
            for (int i = 0; i < 2; i++) {
                writer.write((b, from, size) -> {
                    bytes.write(b, from, size);
                    return true;
                }, sender, Opcode.BINARY, true, false, payload, 0, length);
            }
            byte[] all = bytes.toByteArray();
            List<String> expected = whole(receiver, all);
            assertEquals(2, expected.size());
            assertEquals("2 last " + length + ": " + HexFormat.of().formatHex(payload), expected.getFirst());
            for (int cut = 0; cut <= all.length; cut++) {
                Notes notes = new Notes();
                FrameReader reader = new FrameReader(receiver, notes);
                byte[] copy = all.clone();
                assertEquals(cut, reader.read(copy, 0, cut));
                assertEquals(all.length - cut, reader.read(copy, cut, all.length));
                assertEquals(expected, notes.frames, "cut at " + cut);
            }
        }
    }

    @Test
    void aSinkThatHasEnoughIsGivenTheRestLater() throws Exception {
        byte[] all = frames(Role.CLIENT, new SplittableRandom(5), 30);
        List<String> expected = whole(Role.SERVER, all);
        Notes notes = new Notes();
        FrameReader reader = new FrameReader(Role.SERVER, notes);
        int p = 0;
        for (int i = 1; i <= 30; i++) {
            notes.most = i;
            p += reader.read(all, p, all.length);
            assertEquals(i, notes.frames.size());
        }
        assertEquals(all.length, p);
        assertEquals(expected, notes.frames);
    }

    /** In hex what a client sends to a server, unless it begins with the letter C. */
    @ParameterizedTest
    @CsvSource({
        "9180, a reserved bit is set", "A180, a reserved bit is set", "8380, unknown opcode 3", "8780, unknown opcode 7",
        "8B80, unknown opcode 11", "8F80, unknown opcode 15", "8100, a frame is not masked", "C8180, a frame is masked",
        "0980, a control frame is fragmented", "0880, a control frame is fragmented",
        "89FE, a control frame is too long", "88FF, a control frame is too long",
        "81FE007D00000000, a length is not in its shortest form",
        "81FF000000000000FFFF00000000, a length is not in its shortest form",
        "81FF800000000001000000000000, a length is not in its shortest form"})
    void whatIsNotAFrameIsToldAtTheFirstByteThatShowsIt(String input, String what) throws Exception {
        boolean toClient = input.startsWith("C8");
        byte[] bytes = HexFormat.of().parseHex(toClient ? input.substring(1) : input);
        FrameReader reader = new FrameReader(toClient ? Role.CLIENT : Role.SERVER, new Notes());
        assertEquals(bytes.length - 1, reader.read(bytes, 0, bytes.length - 1));
        WebSocketException e = assertThrows(
                WebSocketException.class, () -> reader.read(bytes, bytes.length - 1, bytes.length));
        assertEquals(what, e.getMessage());
        assertEquals(CloseCode.PROTOCOL_ERROR, e.code());
    }

    @Test
    void maskingIsThatOfTheSpecificationAtAnyPlaceAndLength() {
        byte[] plain = new byte[64];
        new SplittableRandom(1).nextBytes(plain);
        byte[] keys = {0x37, (byte) 0xfa, 0x21, 0x3d};
        for (int from = 0; from < 16; from++) {
            for (int to = from; to <= plain.length; to++) {
                int middle = from + (to - from) / 3;
                byte[] expected = plain.clone();
                for (int i = from; i < to; i++) {
                    expected[i] ^= keys[(i - from) % 4];
                }
                byte[] masked = plain.clone();
                Mask.apply(Mask.apply(Mask.key(keys, 0), masked, from, middle), masked, middle, to);
                assertArrayEquals(expected, masked);
            }
        }
    }

    /** For a bounded time: {@code -Dmillrace.fuzz.seconds} (default 3). A failure names the seed. */
    @Test
    void randomFramesInRandomPiecesComeOutAsTheyWentInAndRandomBytesDoNoHarm() throws Exception {
        long seed = Long.getLong("millrace.fuzz.seed", System.nanoTime());
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(Integer.getInteger("millrace.fuzz.seconds", 3));
        SplittableRandom random = new SplittableRandom(seed);
        long count = 0;
        do {
            Role sender = random.nextBoolean() ? Role.CLIENT : Role.SERVER;
            Role receiver = sender == Role.CLIENT ? Role.SERVER : Role.CLIENT;
            byte[] bytes = frames(sender, random, 5);
            if (random.nextInt(4) == 0) {
                for (int i = random.nextInt(1, 4); i > 0; i--) {
                    bytes[random.nextInt(Math.min(bytes.length, 40))] = (byte) random.nextInt(256);
                }
            }
            String whole = pieces(receiver, bytes.clone(), bytes.length, random);
            assertEquals(whole, pieces(receiver, bytes.clone(), 3000, random), "seed " + seed + ", input " + count);
            count++;
        } while (System.nanoTime() < end);
        System.out.println("fuzzed the frame reader: seed " + seed + ", " + count + " inputs");
    }

    private static String pieces(Role receiver, byte[] bytes, int most, SplittableRandom random) {
        Notes notes = new Notes();
        FrameReader reader = new FrameReader(receiver, notes);
        try {
            for (int p = 0; p < bytes.length;) {
                int to = most >= bytes.length ? bytes.length : Math.min(bytes.length, p + random.nextInt(1, most));
                p += reader.read(bytes, p, to);
            }
            return notes.frames + HexFormat.of().formatHex(notes.payload.toByteArray());
        } catch (WebSocketException e) {
            return notes.frames + e.getMessage();
        }
    }
}
