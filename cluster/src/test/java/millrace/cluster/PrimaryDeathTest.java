package millrace.cluster;

import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Workers do not outlive a primary that was killed. */
class PrimaryDeathTest {

    private static void workersEndWithThePrimary(AppSpec.Protocol protocol, AppSpec app) throws IOException {
        List<String> arguments = new ArrayList<>(List.of(protocol.name()));
        arguments.addAll(app.command());
        Process primary = new ProcessBuilder(
                        Java.app(PrimaryApp.class, arguments.toArray(String[]::new)).command())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader lines = primary.inputReader()) {
            List<ProcessHandle> workers = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                String pid = lines.readLine();
                assertNotNull(pid, "the primary has ended");
                workers.add(ProcessHandle.of(Long.parseLong(pid)).orElseThrow());
            }
            primary.destroyForcibly();
            for (ProcessHandle worker : workers) {
                worker.onExit().orTimeout(60, TimeUnit.SECONDS).join();
            }
        } finally {
            primary.destroyForcibly();
        }
    }

    @Test
    void nodeWorkersEnd() throws IOException {
        workersEndWithThePrimary(AppSpec.Protocol.CLUSTER, Node.app("hello.js", "0"));
    }

    @Test
    void javaWorkersEnd() throws IOException {
        workersEndWithThePrimary(AppSpec.Protocol.CLUSTER, Java.app(HelloApp.class, "127.0.0.1:0"));
    }

    @Test
    void programsWithoutAProtocolEnd() throws IOException {
        workersEndWithThePrimary(
                AppSpec.Protocol.NONE, AppSpec.of("sh", List.of("sh", "-c", "echo ready; exec sleep 1000")));
    }
}
