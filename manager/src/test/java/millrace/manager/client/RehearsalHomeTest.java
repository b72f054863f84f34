package millrace.manager.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** A build leaves no process and no folder behind, however it ends. */
class RehearsalHomeTest {
    private static final int AFTER_SIGTERM = 128 + 15;

    @Test
    void aRehearsalThatFailsLeavesNothing() throws Exception {
        try (Rehearsal rehearsal = new Rehearsal("fail")) {
            assertEquals(1, rehearsal.process.waitFor());
            rehearsal.hasLeftNothing();
        }
    }

    @Test
    void aRehearsalThatIsInterruptedLeavesNothing() throws Exception {
        try (Rehearsal rehearsal = new Rehearsal("wait")) {
            assertTrue(rehearsal.isAlive(rehearsal.daemon) && rehearsal.isAlive(rehearsal.app));
            rehearsal.process.destroy();
            assertEquals(AFTER_SIGTERM, rehearsal.process.waitFor());
            rehearsal.hasLeftNothing();
        }
    }

    /** A process, with what it says of itself. */
    private static final class Rehearsal implements AutoCloseable {
        final Process process;
        final long daemon;
        final long app;
        final Path folder;

        Rehearsal(String end) throws IOException {
            process = new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                            "-XX:+UseSerialGC",
                            "--enable-native-access=ALL-UNNAMED",
                            "-cp",
                            System.getProperty("jdk.module.path") + File.pathSeparator + Path.of("target/test-classes"),
                            InterruptedRehearsal.class.getName(),
                            end)
                    .redirectErrorStream(true)
                    .start();
            BufferedReader output = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
            String[] words = output.readLine().split(" ");
            daemon = Long.parseLong(words[0]);
            app = Long.parseLong(words[1]);
            folder = Path.of(words[2]);
        }

        /** One that has ended and that nobody has asked for yet has a number still. Source: {@code proc_pid_stat(5)}. */
        boolean isAlive(long pid) throws IOException {
            try {
                String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
                return stat.charAt(stat.lastIndexOf(')') + 2) != 'Z';
            } catch (NoSuchFileException e) {
                return false;
            }
        }

        void hasLeftNothing() throws IOException {
            assertFalse(isAlive(daemon), "the daemon runs on");
            assertFalse(isAlive(app), "the app runs on");
            assertFalse(Files.exists(folder), folder + " is left");
        }

        @Override
        public void close() {
            process.destroyForcibly();
            ProcessHandle.of(app).ifPresent(ProcessHandle::destroyForcibly);
            ProcessHandle.of(daemon).ifPresent(ProcessHandle::destroyForcibly);
        }
    }
}
