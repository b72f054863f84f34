package millrace.cli.manage;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import millrace.cli.Failure;
import millrace.manager.config.Declared;
import millrace.manager.config.Invocation;
import org.junit.jupiter.api.Test;

class CommandLineTest {
    private static Command read(String... words) throws Failure {
        return CommandLine.read(List.of(words));
    }

    private static String refused(String... words) {
        return assertThrows(Failure.class, () -> read(words)).getMessage();
    }

    @Test
    void optionsStandBeforeTheVerbBehindItAndBehindItsTargets() throws Failure {
        for (String[] words : new String[][] {
            {"--name", "api", "start", "app.js"}, {"start", "--name", "api", "app.js"}, {"start", "app.js", "--name=api"}
        }) {
            Command line = read(words);
            assertEquals(Verb.START, line.verb());
            assertEquals(List.of("app.js"), line.targets());
            assertEquals("api", line.value(Option.NAME));
        }
    }

    @Test
    void whatStandsBehindTwoDashesIsTheAppsWhateverItLooksLike() throws Failure {
        Command line = read("start", "app.js", "--", "--name", "x", "--", "-i");
        assertEquals(List.of("--name", "x", "--", "-i"), line.rest());
        assertFalse(line.has(Option.NAME));
    }

    @Test
    void aLetterTakesItsValueInTheSameWordOrTheNext() throws Failure {
        for (String[] words : new String[][] {{"-i4"}, {"-i", "4"}, {"-i=4"}, {"--instances", "4"}, {"--instances=4"}}) {
            List<String> all = new ArrayList<>(List.of("start", "app.js"));
            all.addAll(List.of(words));
            assertEquals("4", CommandLine.read(all).value(Option.INSTANCES), all.toString());
        }
        assertEquals("-1", read("start", "app.js", "-i", "-1").value(Option.INSTANCES));
        Command cluster = read("start", "app.js", "-fs");
        assertTrue(cluster.has(Option.FORCE) && cluster.has(Option.SILENT));
    }

    @Test
    void watchTakesPathsOnlyBehindWhatIsStarted() throws Failure {
        Command flag = read("start", "--watch", "app.js");
        assertEquals(List.of("app.js"), flag.targets());
        assertEquals(true, StartVerb.attributes(flag).get("watch"));
        Command paths = read("start", "app.js", "--watch", "lib,src", "--name", "x");
        assertEquals(List.of("lib", "src"), StartVerb.attributes(paths).get("watch"));
    }

    @Test
    void exitCodesDoNotSwallowTheScript() throws Failure {
        Command line = read("start", "--stop-exit-codes", "0", "143", "app.js");
        assertEquals(List.of("app.js"), line.targets());
        assertEquals(List.of("0", "143"), StartVerb.attributes(line).get("stop_exit_codes"));
    }

    @Test
    void anOptionWithNoInFrontSetsItsAttributeToFalse() throws Failure {
        Map<String, Object> attributes = StartVerb.attributes(read("start", "x", "--no-autorestart", "--time"));
        assertEquals(false, attributes.get("autorestart"));
        assertEquals(true, attributes.get("time"));
    }

    @Test
    void scaleTakesANumberThatLooksLikeAnOption() throws Failure {
        assertEquals(List.of("web", "-1"), read("scale", "web", "-1").targets());
        assertEquals(List.of("web", "+2"), read("scale", "web", "+2").targets());
    }

    @Test
    void whatIsUnknownIsNamedWithWhatMayHaveBeenMeant() {
        assertTrue(refused("start", "x", "--naem", "y").contains("did you mean --name?"));
        assertTrue(refused("restrat", "x").contains("did you mean restart?"));
        assertTrue(refused("start", "x", "-q").contains("unknown option -q"));
        assertTrue(refused("start", "x", "--spa").contains("start has no option --spa"));
        assertTrue(refused("start", "x", "--time=1").contains("--time takes no value"));
        assertTrue(refused("start", "x", "--name").contains("--name needs a value"));
        assertTrue(refused("stop").contains("something is missing"));
    }

    @Test
    void anOptionThatPm2HasAndIsLeftOutSaysWhatToUseInstead() {
        String sentence = refused("runtime", "app.js", "--web", "9615");
        assertTrue(sentence.startsWith("--web is left out here. "), sentence);
        assertTrue(refused("runtime", "app.js", "--web=9615").startsWith("--web is left out here. "));
    }

    @Test
    void whatPm2HasAndIsLeftOutSaysWhatToUseInstead() {
        for (String verb : List.of("deploy", "install", "module:install", "set", "link", "plus", "pull", "logrotate")) {
            assertTrue(refused(verb, "x").startsWith(verb + " is left out here. "), verb);
        }
    }

    @Test
    void everyNameOfAVerbAndEveryWordAndLetterOfAnOptionIsTheOnlyOneOfItsKind() {
        Set<String> seen = new HashSet<>();
        for (String word : Words.verbs()) {
            assertTrue(seen.add(word), word);
        }
        for (Option option : Option.values()) {
            assertTrue(seen.add(option.word()), option.word());
            assertTrue(option.letter == 0 || seen.add("-" + option.letter), "-" + option.letter);
            assertEquals(option, Option.ofWord(option.word()));
        }
    }

    /** A name that the configuration does not know would only be noted, and the option have no effect. */
    @Test
    void everyAttributeThatAnOptionSetsIsKnownToTheConfiguration() throws Exception {
        for (Option option : Option.values()) {
            if (option.attribute != null) {
                Map<String, Object> given = Map.of(option.attribute, valueFor(option));
                Declared declared = Declared.ofScript("/bin/sh", List.of(), Invocation.here().withOptions(given));
                assertTrue(declared.notes().stream().noneMatch(note -> note.contains("is no attribute")),
                        option + ": " + declared.notes());
                assertEquals(1, declared.apps().size());
            }
        }
    }

    private static Object valueFor(Option option) {
        return switch (option) {
            case CWD -> "/";
            case ENV_FILE -> "/dev/null";
            case SCHEDULING -> "shared";
            case CRON, CRON_RESTART -> "0 3 * * *";
            case HEALTH -> "tcp://localhost:80";
            case STOP_SIGNAL -> "SIGTERM";
            case FILTER_ENV -> "AWS";
            default -> option.take == Take.NOTHING ? !option.negative() : "1";
        };
    }

    @Test
    void noLineOfWordsBreaksIt() {
        List<String> words = new ArrayList<>(Words.verbs());
        for (Option option : Option.values()) {
            words.add(option.word());
            words.add(option.word() + "=1");
        }
        words.addAll(List.of("-", "--", "-i4", "-1", "", "=", "--=", "-=", "app.js", "-fsx", "\u0000"));
        Random random = new Random(4);
        for (int i = 0; i < 20_000; i++) {
            List<String> line = new ArrayList<>();
            for (int n = random.nextInt(7); n >= 0; n--) {
                line.add(words.get(random.nextInt(words.size())));
            }
            try {
                assertNotNull(CommandLine.read(line).verb());
            } catch (Failure e) {
                assertFalse(e.getMessage().isBlank(), line.toString());
            }
        }
    }
}
