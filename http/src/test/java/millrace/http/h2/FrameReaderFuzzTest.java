package millrace.http.h2;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * Frames good and bad, for a bounded time: {@code -Dmillrace.fuzz.seconds} (default 5). A failure names the seed;
 * {@code -Dmillrace.fuzz.seed} repeats it.
 */
class FrameReaderFuzzTest {
    private static final byte[] PREFACE = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    private final long seed = Long.getLong("millrace.fuzz.seed", System.nanoTime());
    private final SplittableRandom random = new SplittableRandom(seed);

    @Test
    void framesAreTheSameInWhateverPiecesTheyCome() {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(Integer.getInteger("millrace.fuzz.seconds", 5));
        long count = 0;
        do {
            byte[] input = connection();
            String whole = read(input, input.length);
            for (int piece : new int[] {1, 2, 9, 1 + random.nextInt(300)}) {
                assertEquals(whole, read(input, piece), () -> "seed " + seed + ", pieces of " + piece);
            }
            count++;
        } while (System.nanoTime() < end);
        System.out.println("fuzzed the frame reader: seed " + seed + ", " + count + " connections");
    }

    private byte[] connection() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(PREFACE);
        out.writeBytes(frame(Frames.SETTINGS, 0, 0));
        for (int i = random.nextInt(8); i > 0; i--) {
            int type = random.nextInt(3) == 0 ? Frames.DATA : random.nextInt(12);
            out.writeBytes(frame(type, random.nextInt(256), random.nextInt(random.nextInt(10) == 0 ? 20_000 : 60)));
        }
        byte[] bytes = out.toByteArray();
        if (random.nextInt(4) == 0) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
        }
        return bytes;
    }

    private byte[] frame(int type, int flags, int length) {
        byte[] payload = new byte[length];
        random.nextBytes(payload);
        return ByteBuffer.allocate(9 + length).putInt(length << 8 | type).put((byte) flags).putInt(random.nextInt())
                .put(payload).array();
    }

    /** What a reader finds in pieces of a size, as a text; what it leaves is offered again in front of the next piece. */
    private static String read(byte[] input, int size) {
        Found found = new Found();
        FrameReader reader = new FrameReader(found, true);
        int from = 0;
        int calls = 0;
        for (int to = 0; to < input.length && !found.over;) {
            to = Math.min(input.length, to + size);
            byte[] moved = Arrays.copyOfRange(input, from, to);
            from += reader.read(moved, 0, moved.length);
            assertEquals(++calls, found.readings);
        }
        return found.text.toString();
    }

    private static final class Found implements FrameHandler {
        int readings;
        private final StringBuilder text = new StringBuilder();
        private boolean over;

        @Override
        public boolean frame(int type, int flags, int streamId, byte[] b, int from, int to) {
            text.append(type).append(' ').append(flags).append(' ').append(streamId).append(' ')
                    .append(HexFormat.of().formatHex(b, from, to)).append('\n');
            return true;
        }

        @Override
        public boolean dataBegins(int flags, int streamId, int length, int padding) {
            text.append("data ").append(flags).append(' ').append(streamId).append(' ').append(length).append(' ')
                    .append(padding).append(' ');
            return true;
        }

        @Override
        public boolean data(byte[] b, int from, int to) {
            text.append(HexFormat.of().formatHex(b, from, to));
            return true;
        }

        @Override
        public void allRead() {
            readings++;
        }

        @Override
        public boolean dataEnds() {
            text.append(" ends\n");
            return true;
        }

        @Override
        public void broken(int code, String why) {
            over = true;
            text.append(code).append(' ').append(why);
        }
    }
}
