package millrace.cli.manage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import millrace.cluster.json.Json;
import millrace.manager.program.SearchPath;
import org.junit.jupiter.api.Test;

/** Values as Node prints them: what it says is taken from Node itself where that is there. */
class InspectTest {
    @Test
    void namesAreBareTextsInSingleQuotesAndShortThingsOnOneLine() {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("name", "it's");
        object.put("a-b", List.of("--harmony"));
        object.put("none", List.of());
        assertEquals("{ name: \"it's\", 'a-b': [ '--harmony' ], none: [] }", Inspect.text(object));
        assertEquals("[ 0, 1 ]", Inspect.text(List.of(0, 1)));
        assertEquals("{ memory: 1 }", Inspect.text(Map.of("memory", 1)));
    }

    @Test
    void drawnObjectsAreAsNodePrintsThem() throws Exception {
        assumeTrue(SearchPath.ofEnvironment().find("node").isPresent(), "node is not installed");
        Random random = new Random(11);
        List<Object> values = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            values.add(random.ints(random.nextInt(20), 0, 1 << random.nextInt(1, 20)).boxed().toList());
            values.add(process(random));
        }
        Process node = new ProcessBuilder("node", "-e", """
                const util = require('util');
                for (const value of JSON.parse(require('fs').readFileSync(0, 'utf8')))
                    process.stdout.write(util.inspect(value, { depth: null }) + '\\0');
                """).redirectError(ProcessBuilder.Redirect.INHERIT).start();
        try (var input = node.getOutputStream()) {
            input.write(Json.line(values));
        }
        String[] printed = new String(node.getInputStream().readAllBytes(), UTF_8).split("\0");
        assertEquals(0, node.waitFor());
        for (int i = 0; i < values.size(); i++) {
            assertEquals(printed[i], Inspect.text(values.get(i)));
        }
    }

    /** Of the shape of one element of the list: what scripts read. */
    private static Map<String, Object> process(Random random) {
        Map<String, Object> env = new LinkedHashMap<>();
        for (int i = random.nextInt(12); i >= 0; i--) {
            env.put(random.nextInt(8) == 0 ? "a-" + i : "KEY_" + i, text(random));
        }
        Map<String, Object> bag = new LinkedHashMap<>(env);
        bag.put("args", words(random, 12));
        bag.put("node_args", words(random, 2));
        bag.put("watch", random.nextBoolean());
        bag.put("exit_code", null);
        bag.put("pm_uptime", 1_700_000_000_000L + random.nextInt());
        bag.put("axm_monitor", Map.of());
        bag.put("env", env);
        Map<String, Object> process = new LinkedHashMap<>();
        process.put("pid", random.nextInt(99_999));
        process.put("name", text(random));
        process.put("pm2_env", bag);
        process.put("monit", new LinkedHashMap<>(Map.of("memory", random.nextInt(1 << 30))));
        return process;
    }

    private static List<Object> words(Random random, int most) {
        List<Object> words = new ArrayList<>();
        for (int i = random.nextInt(most + 1); i > 0; i--) {
            words.add(text(random));
        }
        return words;
    }

    private static String text(Random random) {
        String letters = "abc ABC/.:-_'\"`\\\n\té☃";
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(30); i > 0; i--) {
            text.append(letters.charAt(random.nextInt(letters.length())));
        }
        return text.toString();
    }
}
