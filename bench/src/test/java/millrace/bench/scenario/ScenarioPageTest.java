package millrace.bench.scenario;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The examples of the documentation can be run: each is read as a scenario. */
class ScenarioPageTest {
    private static final Path PAGE = Path.of("..", "docs", "bench-scenarios.md");
    private static final Pattern EXAMPLE = Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL);
    private static final Pattern LOAD = Pattern.compile("\\| `(\\{[^`]*})` \\|");

    @TempDir
    private Path folder;

    @Test
    void everyExampleIsAScenario() throws IOException {
        Files.writeString(folder.resolve("people.csv"), "name,password\nann,x\n");
        Files.writeString(folder.resolve("words.csv"), "word\nmill\n");
        String page = Files.readString(PAGE);
        Matcher example = EXAMPLE.matcher(page);
        int found = 0;
        while (example.find()) {
            assertFalse(Scenario.contents(example.group(1), folder, Map.of()).flows().isEmpty());
            found++;
        }
        assertTrue(found >= 2, "examples");
    }

    @Test
    void everyLoadOfTheTableIsOne() throws IOException {
        Matcher load = LOAD.matcher(Files.readString(PAGE));
        int found = 0;
        while (load.find()) {
            String yaml = "{load: " + load.group(1).replace(", …", "") + ", requests: [{get: /}]}";
            assertTrue(Scenario.contents(yaml, folder, Map.of()).load().users() > 0, yaml);
            found++;
        }
        assertTrue(found >= 6, "loads");
    }
}
