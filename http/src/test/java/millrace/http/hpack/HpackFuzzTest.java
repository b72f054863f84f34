package millrace.http.hpack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * Hostile blocks and random messages, for a bounded time: {@code -Dmillrace.fuzz.seconds} (default 5). A failure names the
 * seed; {@code -Dmillrace.fuzz.seed} repeats it.
 */
class HpackFuzzTest {
    private static final String[] NAMES = {":path", "cookie", "etag", "date", "x-a", "server", "accept", "x-long-name-of-mine"};
    private static final int MUCH = 1 << 20;
    private static final int LITTLE = 2000;

    private final long seed = Long.getLong("millrace.fuzz.seed", System.nanoTime());
    private final SplittableRandom random = new SplittableRandom(seed);
    private HpackEncoder encoder;
    private HpackDecoder decoder;

    @Test
    void whatIsEncodedIsDecodedAndNothingHostileDoesHarm() {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(Integer.getInteger("millrace.fuzz.seconds", 5));
        long count = 0;
        do {
            try {
                connection();
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError("seed %d, connection %d: %s".formatted(seed, count, e), e);
            }
            count++;
        } while (System.nanoTime() < end);
        System.out.println("fuzzed HPACK: seed " + seed + ", " + count + " connections");
    }

    private void connection() {
        encoder = new HpackEncoder();
        decoder = new HpackDecoder();
        for (int i = random.nextInt(40); i >= 0; i--) {
            if (random.nextInt(8) == 0) {
                encoder.allowTable(random.nextInt(5000));
            }
            message();
        }
        hostile();
    }

    private void message() {
        StringBuilder fields = new StringBuilder();
        for (int i = random.nextInt(12); i > 0; i--) {
            fields.append(NAMES[random.nextInt(NAMES.length)]).append(": ").append(value()).append("\n");
        }
        byte[] lines = fields.toString().replace("\n", "\r\n").getBytes(StandardCharsets.ISO_8859_1);
        assertEquals(fields.toString().strip(), DecodedFields.of(decoder, encode(lines), MUCH).strip());
    }

    private byte[] encode(byte[] lines) {
        encoder.begin();
        encoder.lines(lines, 0, lines.length);
        return Arrays.copyOf(encoder.bytes(), encoder.length());
    }

    private String value() {
        int kind = random.nextInt(4);
        int length = kind == 0 ? random.nextInt(900) : kind == 1 ? random.nextInt(40) : 1;
        StringBuilder value = new StringBuilder("v");
        for (int i = 0; i < length; i++) {
            value.append((char) (kind == 0 ? random.nextInt(33, 256) : random.nextInt('a', 'd')));
        }
        return value.toString();
    }

    /** Random octets, and blocks that were good before one of theirs was changed, to one that is in the middle of things. */
    private void hostile() {
        byte[] block = new byte[random.nextInt(300)];
        random.nextBytes(block);
        if (random.nextBoolean()) {
            block = encode("date: today\r\nx-a: once more\r\ncookie: a\r\n".getBytes(StandardCharsets.ISO_8859_1));
            block[random.nextInt(block.length)] = (byte) random.nextInt();
        }
        DecodedFields fields = new DecodedFields();
        int from = random.nextInt(block.length + 1);
        decoder.decode(block, from, block.length, LITTLE, fields);
        int kept = fields.lines.stream().mapToInt(String::length).sum();
        assertTrue(kept <= LITTLE + DecodedFields.OVERFLOW.length() + 2 * fields.lines.size(), () -> kept + " octets kept");
    }
}
