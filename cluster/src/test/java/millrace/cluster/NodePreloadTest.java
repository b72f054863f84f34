package millrace.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import millrace.os.ExitStatus;
import org.junit.jupiter.api.Test;

/** The script that Node loads before a worker's app: the app does not notice, and the primary learns how it is. */
class NodePreloadTest {
    private static final RestartPolicy ONCE =
            RestartPolicy.DEFAULT.withFinalExitCodes(Set.of(0)).withMaxEarlyDeaths(0);

    private static final int BAD_OPTION = 9;

    @Test
    void theAppAndItsChildrenSeeTheOptionsOfTheUserAndNothingKeepsTheAppAlive() {
        AppSpec spec = Node.app("options.js").withProtocol(AppSpec.Protocol.IPC).withRestart(ONCE);
        try (RunningApp app = new RunningApp(spec)) {
            app.await("message", "{\"own\":\"undefined\",\"child\":\"undefined\",\"hears\":0}");
            assertEquals("exit code 0", app.await(1, "exited").getFirst().text());
        }
        AppSpec withOptions = spec.withInstanceEnvironment(n -> Map.of("NODE_OPTIONS", "--no-warnings"));
        try (RunningApp app = new RunningApp(withOptions)) {
            app.await("message", "{\"own\":\"--no-warnings\",\"child\":\"--no-warnings\",\"hears\":0}");
        }
    }

    @Test
    void anAppThatMayReadNothingElseRuns() {
        String program = "process.send(String(process.env.NODE_OPTIONS))";
        List<String> command = List.of(
                Node.app("hello.js").command().getFirst(), "--experimental-permission", "--allow-fs-read=/none", "-e", program);
        AppSpec spec = AppSpec.of("restricted", command).withProtocol(AppSpec.Protocol.IPC).withRestart(ONCE);
        try (RunningApp app = new RunningApp(spec)) {
            ExitStatus end = app.await(1, "exited").getFirst().status();
            assumeTrue(end.code() != BAD_OPTION, "SKIPPED: Node 20 or later is needed to run this test");
            assertEquals("\"undefined\"", app.await(1, "message").getFirst().text());
        }
    }

    @Test
    void thePrimaryLearnsHowManyRequestsThereWere() throws IOException {
        int port = Node.freePort();
        try (RunningApp app = new RunningApp(Node.app("web.js", "" + port))) {
            app.await(1, "listening");
            try (KeptAlive client = new KeptAlive(port)) {
                for (int i = 0; i < 3; i++) {
                    client.ask("/");
                }
                app.await("report", "3 requests, 0 active");
                Worker worker = app.workers().getFirst();
                assertEquals(3, app.on(worker::report).requests());
                assertEquals(1, app.on(worker::connections));
            }
        }
    }

    @Test
    void theScriptIsAFileThatOnlyWeCanChangeAndIsWrittenAnewWhenSomebodyDid() throws IOException {
        Path file = NodePreload.file();
        byte[] script = Files.readAllBytes(file);
        assertEquals("rwxr-xr-x", PosixFilePermissions.toString(Files.getPosixFilePermissions(file.getParent())));
        Files.writeString(file, "process.exit(7)");
        assertEquals(file, NodePreload.file());
        assertTrue(Arrays.equals(script, Files.readAllBytes(file)));
    }
}
