package millrace.manager.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import millrace.manager.program.SearchPath;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NodeEvaluationTest {
    private static final long GENEROUS_MILLIS = 60_000;

    @TempDir
    Path folder;

    private NodeEvaluation.Result evaluate(String text, long timeoutMillis) throws Exception {
        Optional<Path> node = SearchPath.ofEnvironment().find("node");
        assumeTrue(node.isPresent(), "node is not installed");
        Path file = Files.writeString(folder.toRealPath().resolve("ecosystem.config.js"), text);
        return new NodeEvaluation(node.get(), folder, Map.of("KEPT", "1"), timeoutMillis).of(file);
    }

    @Test
    void aFileThatNeverEndsIsGivenUp() {
        ConfigException e = assertThrows(ConfigException.class, () -> evaluate("while (true) {}", 500));
        assertEquals("Node has not finished with it after 500 ms", e.getMessage());
    }

    @Test
    void whatIsAskedForLaterIsWaitedFor() throws Exception {
        assertEquals(
                List.of(1L, 2L).toString(),
                evaluate("module.exports = new Promise(done => setImmediate(() => done([1, 2])))", GENEROUS_MILLIS)
                        .value()
                        .toString());
    }

    @Test
    void aLargeResultComesWhole() throws Exception {
        Object value = evaluate("module.exports = 'x'.repeat(1_000_000)", GENEROUS_MILLIS).value();
        assertEquals(1_000_000, ((String) value).length());
    }

    @Test
    void onlyTheCommandsEnvironmentIsThereAndOnlyWhatIsSetComesBack() throws Exception {
        NodeEvaluation.Result result = evaluate("process.env.NEW = 2; module.exports = process.env.KEPT", GENEROUS_MILLIS);
        assertEquals("1", result.value());
        assertEquals(Map.of("NEW", "2"), result.set());
    }

    @Test
    void whatAChildOfTheFilePrintsIsNoPartOfTheResult() throws Exception {
        String text = "require('child_process').execSync('printf \\'{\"words\": [\\'', {stdio: 'inherit'});"
                + "require('fs').writeSync(1, 'more'); module.exports = process.argv.length";
        assertEquals(2, evaluate(text, GENEROUS_MILLIS).value());
    }

    @Test
    void aChildThatStaysIsNotWaitedFor() throws Exception {
        Object pid = evaluate(
                        "const child = require('child_process').spawn('sleep', ['1000'], {stdio: 'inherit', detached: true});"
                                + "child.unref(); module.exports = child.pid",
                        GENEROUS_MILLIS)
                .value();
        assertTrue(ProcessHandle.of(((Number) pid).longValue()).orElseThrow().destroyForcibly());
    }

    @Test
    void whatIsThrownNeedNotBeAnError() {
        ConfigException e = assertThrows(ConfigException.class, () -> evaluate("throw null", GENEROUS_MILLIS));
        assertEquals("null", e.getMessage());
    }

    @Test
    void whatCannotBeDataIsRefused() {
        ConfigException e = assertThrows(
                ConfigException.class, () -> evaluate("const a = {}; a.a = a; module.exports = a", GENEROUS_MILLIS));
        assertEquals("Converting circular structure to JSON", e.getMessage().lines().findFirst().orElse(""));
    }
}
