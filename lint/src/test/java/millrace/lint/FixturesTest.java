package millrace.lint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import millrace.lint.blocking.BlockingFinding;
import millrace.lint.blocking.BlockingLint;
import millrace.lint.source.Facts;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * A case is a file in {@code fixtures}. Its lines say what is to be found in them, and nothing else may be found:
 * {@code //! API < function < … < handler} for a blocking call, {@code //! /pattern/flags} for a pattern;
 * {@code //!-2} says it of the line two above.
 */
class FixturesTest {
    private static final Path FIXTURES = Path.of("src/test/resources/fixtures");
    private static final Pattern EXPECTED = Pattern.compile("/[/*]!(-\\d+)? (.*?)( \\*/.*)?$");

    @TestFactory
    Stream<DynamicTest> whatTheLinesSayIsFoundAndNothingElse() throws IOException {
        List<Path> files = new ArrayList<>();
        try (Stream<Path> listed = Files.list(FIXTURES)) {
            listed.sorted().forEach(files::add);
        }
        assertTrue(files.size() > 5, files.toString());
        return files.stream().map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> check(file)));
    }

    private static void check(Path file) throws Exception {
        Facts facts = new SourceReader(Optional.of(TestNode.path()), List.of()).read(List.of(file), read -> { }).getFirst();
        assertEquals(null, facts.problem());
        List<String> found = new ArrayList<>();
        for (Facts.PatternText each : facts.patterns()) {
            found.add(each.place().line() + ": /" + each.pattern() + "/" + each.flags());
        }
        for (BlockingFinding each : new BlockingLint().check(facts)) {
            found.add(each.place().line() + ": " + (each.brief() ? "brief " : "") + each.api() + chain(each));
        }
        assertEquals(lines(expected(file)), lines(found));
    }

    private static String lines(List<String> findings) {
        return String.join("\n", new TreeSet<>(findings));
    }

    private static List<String> expected(Path file) throws IOException {
        List<String> expected = new ArrayList<>();
        int number = 0;
        for (String line : Files.readAllLines(file)) {
            number++;
            Matcher said = EXPECTED.matcher(line);
            if (said.find()) {
                int above = said.group(1) == null ? 0 : Integer.parseInt(said.group(1));
                expected.add(number + above + ": " + said.group(2));
            }
        }
        return expected;
    }

    private static String chain(BlockingFinding finding) {
        List<String> names = new ArrayList<>();
        for (BlockingFinding.Step step : finding.chain()) {
            names.add(step.function().isEmpty() ? "()" : step.function());
        }
        if (names.getFirst().equals("()")) {
            names.removeFirst();
        }
        names.addFirst(finding.handler());
        Collections.reverse(names);
        return " < " + String.join(" < ", names);
    }
}
