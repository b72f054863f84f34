package millrace.cluster.work;

import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.io.BufferedReader;
import java.io.IOException;
import java.util.concurrent.TimeUnit;
import millrace.cluster.Java;
import org.junit.jupiter.api.Test;

/** Workers do not outlive a program that was killed. */
class ParentDeathTest {

    private static void workerEndsWithItsParent(String... command) throws IOException {
        Process parent = new ProcessBuilder(Java.app(ParentApp.class, command).command())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader lines = parent.inputReader()) {
            String pid = lines.readLine();
            assertNotNull(pid, "the parent has ended");
            ProcessHandle worker = ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
            parent.destroyForcibly();
            worker.onExit().orTimeout(60, TimeUnit.SECONDS).join();
        } finally {
            parent.destroyForcibly();
        }
    }

    @Test
    void aJavaWorkerOfTheParentsOwnClassesEnds() throws IOException {
        workerEndsWithItsParent();
    }

    @Test
    void aNodeWorkerThatNeverComesBackToItsLoopEnds() throws IOException {
        workerEndsWithItsParent(Pools.nodeCommand().toArray(String[]::new));
    }
}
