package millrace.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The rules of the house, held against every Java file of the repository. CONTRIBUTING.md says what they are for. */
class HouseRulesTest {
    private static final Path REPOSITORY = Repository.ROOT;
    private static final Path RATCHET = Path.of("cli/src/test/resources/lengths.txt");

    private static List<Source> sources;

    @BeforeAll
    static void readEveryFile() throws IOException {
        sources = Source.of(REPOSITORY);
    }

    @Test
    void everyModuleIsLookedAt() {
        List<String> rooms = sources.stream().map(Source::room).distinct().toList();
        assertTrue(rooms.containsAll(List.of("os", "loop", "http", "cluster", "cli")), () -> "only " + rooms);
    }

    @Test
    void arrowsBetweenModulesPointOnlyDownward() throws IOException {
        assertNone(new Arrows());
        List<Violation> found = new ArrayList<>();
        try (Stream<Path> rooms = Files.list(REPOSITORY)) {
            for (Path pom : rooms.map(room -> room.resolve("pom.xml")).filter(Files::exists).toList()) {
                String path = REPOSITORY.relativize(pom).toString();
                if (Files.exists(pom.resolveSibling("src/main/java/module-info.java"))) {
                    found.addAll(new Arrows().checkPom(path, Files.readString(pom)));
                }
            }
        }
        assertEquals(List.of(), found);
    }

    @Test
    void nativeAccessStaysInOs() {
        assertNone(new NativeAccess());
    }

    @Test
    void noCatchIsEmpty() {
        assertNone(new EmptyCatch());
    }

    @Test
    void noTestSleeps() {
        assertNone(new Sleep());
    }

    @Test
    void typesAreNamedAfterWhatTheyAre() {
        assertNone(new Names());
    }

    @Test
    void spacesIndentAndImportsNameWhatTheyImport() {
        assertNone(new Layout());
    }

    @Test
    void filesAndMethodsAreShortOrListedWithTheirSize() throws IOException {
        Lengths lengths = new Lengths();
        sources.forEach(lengths::measure);
        List<String> found = lengths.against(Lengths.ratchet(Files.readString(REPOSITORY.resolve(RATCHET))));
        assertTrue(found.isEmpty(), () -> lines(found) + "\nThe list is " + RATCHET);
    }

    @Test
    void theCommandsOfTheReadmeAreWhatCiRuns() throws IOException {
        String ci = Files.readString(REPOSITORY.resolve(".ci/run"));
        List<String> commands = Files.readString(REPOSITORY.resolve("README.md"))
                .lines()
                .filter(line -> line.startsWith("./millrace ") || line.startsWith("mvn "))
                .toList();
        assertEquals(2, commands.size(), () -> "two commands, one to run and one to test: " + commands);
        commands.forEach(command -> assertTrue(ci.lines().anyMatch(line -> line.contains(command)), command));
    }

    private static void assertNone(Rule rule) {
        List<Violation> found = sources.stream().flatMap(source -> rule.check(source).stream()).toList();
        assertTrue(found.isEmpty(), () -> lines(found));
    }

    private static String lines(List<?> found) {
        return found.stream().map(Object::toString).collect(Collectors.joining("\n", "\n", ""));
    }
}
