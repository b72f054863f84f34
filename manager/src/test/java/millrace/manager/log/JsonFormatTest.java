package millrace.manager.log;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.time.ZoneId;
import java.util.HexFormat;
import java.util.Map;
import java.util.Random;
import millrace.cluster.PrimaryEvents.Stream;
import millrace.cluster.json.Json;
import org.junit.jupiter.api.Test;

class JsonFormatTest {
    private final JsonFormat format =
            new JsonFormat(TimeFormat.of("[\"\\]YYYY", ZoneId.of("UTC")), "the \"app\" ü", 3, Stream.STDERR);

    private Map<?, ?> record(byte[] line) throws IOException {
        LogBuffer to = new LogBuffer(0);
        format.begin(to, 0);
        format.body(to, line, 0, line.length);
        format.end(to, 0);
        assertEquals('\n', to.bytes[to.length - 1]);
        return (Map<?, ?>) Json.read(to.bytes, 0, to.length);
    }

    @Test
    void theFieldsAreThoseOfPm2() throws IOException {
        assertEquals(
                Map.of("message", "x", "timestamp", "\"\\1970", "type", "err", "process_id", 3, "app_name",
                        "the \"app\" ü"),
                record("x".getBytes(UTF_8)));
    }

    /** The JDK's decoder says what must come out, but for halves of surrogates it replaces fewer bytes together. */
    @Test
    void whateverTheBytesAreTheRecordIsValidAndTheTextIsTheirs() throws IOException {
        Random random = new Random(2);
        byte[] interesting = HexFormat.of().parseHex("00090a0d1b1f22415c7e7f80bfc0c1c2dfe0a0e19fededf0908ff4f5ff");
        for (int round = 0; round < 200_000; round++) {
            byte[] line = new byte[random.nextInt(12)];
            for (int i = 0; i < line.length; i++) {
                line[i] = random.nextBoolean()
                        ? interesting[random.nextInt(interesting.length)]
                        : (byte) random.nextInt(256);
            }
            String text = new String(line, UTF_8);
            assertEquals(together(text), together((String) record(line).get("message")), () -> HexFormat.of().formatHex(line));
        }
    }

    private static String together(String text) {
        return text.replaceAll("\uFFFD+", "\uFFFD");
    }

    @Test
    void everyCharacterPasses() throws IOException {
        StringBuilder all = new StringBuilder();
        for (int c = 0; c <= Character.MAX_CODE_POINT; c += c < 0x3000 ? 1 : 97) {
            if (c < Character.MIN_SURROGATE || c > Character.MAX_SURROGATE) {
                all.appendCodePoint(c);
            }
        }
        assertEquals(all.toString(), record(all.toString().getBytes(UTF_8)).get("message"));
    }
}
