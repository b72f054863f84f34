package millrace.http.json;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Documents as files: what begins with {@code y_} is JSON, what begins with {@code n_} is not. */
class JsonSuiteTest {
    private static final Path FOLDER = Path.of("src", "test", "resources", "json");

    static List<Path> documents() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.sorted().toList();
        }
    }

    @Test
    void thereAreManyOfEachKind() throws IOException {
        long right = documents().stream().filter(JsonSuiteTest::isJson).count();
        assertTrue(right >= 30 && documents().size() - right >= 60, "files are missing");
    }

    private static boolean isJson(Path document) {
        return document.getFileName().toString().startsWith("y_");
    }

    @ParameterizedTest
    @MethodSource("documents")
    void whatIsJsonIsReadAndWhatIsNotIsRefused(Path document) throws IOException {
        byte[] bytes = Files.readAllBytes(document);
        List<String> outcome = Documents.outcome(JsonLimits.TREE, bytes);
        assertEquals(isJson(document), !outcome.getLast().startsWith("400 "), outcome::toString);
        assertEquals(isJson(document), ReferenceReader.isJson(bytes), "the reference itself is wrong");
    }

    @ParameterizedTest
    @MethodSource("documents")
    void cutAtAnyByteItIsReadTheSame(Path document) throws IOException {
        byte[] bytes = Files.readAllBytes(document);
        List<String> whole = plain(Documents.outcome(JsonLimits.TREE, bytes));
        for (int cut = 0; cut < bytes.length; cut++) {
            int at = cut;
            List<String> inTwo = plain(Documents.outcome(JsonLimits.TREE, bytes, cut));
            assertEquals(whole, inTwo, () -> "cut at " + at);
        }
        int[] everywhere = new int[bytes.length];
        Arrays.setAll(everywhere, i -> i);
        assertEquals(whole, plain(Documents.outcome(JsonLimits.TREE, bytes, everywhere)));
    }

    /** Where a piece ended may show in the words, but not in the verdict and what came before it. */
    private static List<String> plain(List<String> outcome) {
        return outcome.stream().map(line -> line.startsWith("400 ") ? "400" : line).toList();
    }
}
