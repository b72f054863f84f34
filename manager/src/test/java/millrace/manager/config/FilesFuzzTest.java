package millrace.manager.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Whatever is in a file, it is read, or refused with a sentence; nothing else is thrown, and it ends. */
class FilesFuzzTest {
    private static final long SEED = 20_261_122;
    private static final int ROUNDS = 5_000;
    private static final String LETTERS = "{}[]()'\"`$:,.+-*/\\|?#&!<>%@~ \n\tabcdefx019_\u00e9\u2028\uD83D\0";
    private static final Path FILE = Path.of("/srv/ecosystem.json");

    /** Reads a text. */
    private interface Reader {
        Object read(String text) throws ConfigException;
    }

    private static void fuzz(String ending, Reader reader) throws IOException {
        List<String> seeds = ProcessFileCase.all().stream()
                .flatMap(one -> one.files().entrySet().stream())
                .filter(file -> file.getKey().matches(ending))
                .map(Map.Entry::getValue)
                .toList();
        assertFalse(seeds.isEmpty());
        Random random = new Random(SEED);
        int refused = 0;
        for (int i = 0; i < ROUNDS; i++) {
            String text = mutated(seeds.get(random.nextInt(seeds.size())), random);
            try {
                reader.read(text);
            } catch (ConfigException e) {
                refused++;
            } catch (RuntimeException | Error e) {
                throw new AssertionError("round " + i + ", seed " + SEED + ":\n" + text, e);
            }
        }
        int rounds = refused;
        assertTrue(refused > 0 && refused < ROUNDS, () -> rounds + " of " + ROUNDS + " refused");
    }

    private static String mutated(String seed, Random random) {
        StringBuilder text = new StringBuilder(seed);
        for (int changes = random.nextInt(4); changes >= 0; changes--) {
            int at = random.nextInt(text.length() + 1);
            int end = Math.min(text.length(), at + random.nextInt(8));
            switch (random.nextInt(4)) {
                case 0 -> text.delete(at, end);
                case 1 -> text.insert(at, text.substring(at, end));
                case 2 -> text.setLength(Math.max(1, at));
                default -> text.insert(at, LETTERS.charAt(random.nextInt(LETTERS.length())));
            }
        }
        return text.toString();
    }

    @Test
    void looseJsonAndPlainModulesAreReadOrRefused() throws IOException {
        fuzz(".*\\.(json|js|cjs|mjs)", text -> LiteralReader.read(text, FILE, Map.of("A", "1")));
    }

    @Test
    void yamlIsReadOrRefused() throws IOException {
        fuzz(".*\\.ya?ml", text -> YamlReader.read(text, "process.yml"));
    }

    @Test
    void appsAreCompletedOrRefused() throws IOException {
        Invocation here = new Invocation(
                Map.of(), "production", Set.of(), Path.of("/srv"), Map.of("PATH", "/bin"), Map.of());
        fuzz(".*\\.json", text -> {
            for (Declaration app : ProcessFile.ofText(text, Path.of("/srv"), Map.of()).apps()) {
                Attributes read = Attributes.read(app.given(), app.place(), note -> {});
                AppConfig.of(read.values());
            }
            return Declared.ofText(text.replaceAll("app\\.js", "/bin/sh"), here);
        });
    }

    @Test
    void variablesAreReadOrRefused() throws IOException {
        fuzz("\\.env", DotEnv::read);
    }

    @Test
    void linesAreSplitWhateverIsInThem() throws IOException {
        Random random = new Random(SEED);
        for (int i = 0; i < ROUNDS; i++) {
            ShellWords.split(mutated("--a 'b c' \"d \\\" e\" f\\ g", random));
        }
    }

    @Test
    void whatIsNestedForEverIsRefused() {
        String deep = "[".repeat(100_000);
        assertThrows(ConfigException.class, () -> LiteralReader.read(deep, FILE, Map.of()));
        assertThrows(ConfigException.class, () -> YamlReader.read(deep, "x.yml"));
        assertThrows(ConfigException.class, () -> LiteralReader.read("(".repeat(100_000), FILE, Map.of()));
        assertThrows(ConfigException.class, () -> LiteralReader.read("`${".repeat(100_000), FILE, Map.of()));
    }

    @Test
    void aliasesThatMultiplyOrLeadIntoThemselvesAreRefused() {
        StringBuilder bomb = new StringBuilder("a: &a0 [x, x, x, x, x, x, x, x, x]\n");
        for (int i = 1; i < 12; i++) {
            bomb.append("k").append(i).append(": &a").append(i).append(" [");
            bomb.append(("*a" + (i - 1) + ", ").repeat(9)).append("]\n");
        }
        assertTimeoutPreemptively(Duration.ofMinutes(1), () -> {
            assertThrows(ConfigException.class, () -> YamlReader.read(bomb.toString(), "x.yml"));
            assertThrows(ConfigException.class, () -> YamlReader.read("a: &a\n  b: *a\n", "x.yml"));
        });
    }

    @Test
    void aLongQuotedVariableIsRead() throws Exception {
        String value = "x\\\"".repeat(100_000);
        assertEquals(200_000, DotEnv.read("A=\"" + value + "\"\n").get("A").length());
    }
}
