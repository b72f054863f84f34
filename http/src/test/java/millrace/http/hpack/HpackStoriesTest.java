package millrace.http.hpack;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * The stories of the public project hpack-test-case: what some fifteen encoders have made of the same messages. npm brings them, in a
 * package that has them for its own tests; {@code -Dmillrace.hpack.stories} names another folder.
 */
class HpackStoriesTest {
    private static final Path STORIES = Path.of(System.getProperty("millrace.hpack.stories",
            "src/test/peers/node_modules/hpack/test/hpack-test-case")).toAbsolutePath();
    private static final int FEWEST = 300;

    /** What it says is what RFC 7541 does; what earlier drafts have encoded is something else. */
    private static final int FINAL_DRAFT = 9;

    private static final int MUCH = 1 << 24;

    /** A message of a story; what a story says nothing of is null, or −1. */
    private record Case(String wire, int tableSize, List<String> fields) {}

    @Test
    void everyStoryIsDecodedAndSurvivesOurEncoder() throws IOException {
        assumeTrue(Files.isDirectory(STORIES), "the stories are not installed: npm ci --prefix http/src/test/peers");
        int decoded = 0;
        try (Stream<Path> files = Files.walk(STORIES)) {
            for (Path file : files.filter(f -> f.getFileName().toString().startsWith("story_")).sorted().toList()) {
                decoded += tell(file) ? 1 : 0;
            }
        }
        System.out.println(decoded + " stories decoded");
        assertTrue(decoded >= FEWEST, decoded + " stories");
    }

    /** Whether it was encoded by somebody else, and not in a draft's way; our encoder tells each of them. */
    private static boolean tell(Path file) throws IOException {
        boolean decoded = false;
        HpackDecoder theirs = new HpackDecoder();
        HpackDecoder ours = new HpackDecoder();
        HpackEncoder encoder = new HpackEncoder();
        for (Case message : read(file)) {
            if (message.tableSize() >= 0) {
                theirs.allowTable(message.tableSize());
                ours.allowTable(message.tableSize());
                encoder.allowTable(message.tableSize());
            }
            if (message.wire() != null) {
                decoded = true;
                byte[] wire = HexFormat.of().parseHex(message.wire());
                assertEquals(String.join("\n", message.fields()), DecodedFields.of(theirs, wire, MUCH), file::toString);
            }
            encoder.begin();
            byte[] lines = (String.join("\r\n", message.fields()) + "\r\n").getBytes(StandardCharsets.ISO_8859_1);
            encoder.lines(lines, 0, lines.length);
            byte[] block = Arrays.copyOf(encoder.bytes(), encoder.length());
            assertEquals(sendable(message.fields()), DecodedFields.of(ours, block, MUCH), file::toString);
        }
        return decoded;
    }

    private static List<Case> read(Path file) throws IOException {
        List<Case> cases = new ArrayList<>();
        int draft = FINAL_DRAFT;
        try (JsonParser json = new JsonFactory().createParser(Files.readAllBytes(file))) {
            while (json.nextToken() != null) {
                if ("draft".equals(json.currentName()) && json.currentToken() == JsonToken.VALUE_NUMBER_INT) {
                    draft = json.getIntValue();
                }
                if ("cases".equals(json.currentName()) && json.currentToken() == JsonToken.START_ARRAY) {
                    while (json.nextToken() == JsonToken.START_OBJECT) {
                        cases.add(readCase(json));
                    }
                }
            }
        }
        boolean early = draft < FINAL_DRAFT;
        return early ? cases.stream().map(each -> new Case(null, each.tableSize(), each.fields())).toList() : cases;
    }

    private static Case readCase(JsonParser json) throws IOException {
        String wire = null;
        int tableSize = -1;
        List<String> fields = new ArrayList<>();
        while (json.nextToken() == JsonToken.FIELD_NAME) {
            String member = json.currentName();
            json.nextToken();
            switch (member) {
                case "wire" -> wire = json.getText();
                case "header_table_size" -> tableSize = json.getValueAsInt(-1);
                case "headers" -> {
                    while (json.nextToken() == JsonToken.START_OBJECT) {
                        while (json.nextToken() == JsonToken.FIELD_NAME) {
                            fields.add(json.currentName() + ": " + json.nextTextValue());
                        }
                    }
                }
                default -> json.skipChildren();
            }
        }
        return new Case(wire, tableSize, fields);
    }

    /** What our encoder leaves out because HTTP/2 has no place for it: fields of the connection, and blanks behind values. */
    private static String sendable(List<String> fields) {
        List<String> names = List.of("connection", "keep-alive", "proxy-connection", "transfer-encoding", "upgrade");
        return String.join("\n", fields.stream()
                .filter(line -> !names.contains(line.substring(0, line.indexOf(':', 1)).toLowerCase(Locale.ROOT)))
                .map(line -> line.endsWith(": ") ? line : line.stripTrailing())
                .toList());
    }
}
