package millrace.manager.survive;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SystemdUnitTest {
    @TempDir
    Path folder;

    @Test
    void theUnitBringsTheSavedAppsBackAndLeavesThemAloneWhenTheDaemonCrashes() {
        List<String> lines = unit("/home/ann/.millrace", "/opt/millrace/millrace").text().lines().toList();
        assertTrue(lines.contains("User=ann"));
        assertTrue(lines.contains("ExecStart=\"/opt/millrace/millrace\" resurrect"));
        assertTrue(lines.contains("ExecStop=\"/opt/millrace/millrace\" kill"));
        assertTrue(lines.contains("PIDFile=/home/ann/.millrace/daemon.lock"));
        assertTrue(lines.contains("KillMode=process"));
        assertTrue(lines.contains("Restart=on-failure"));
    }

    @Test
    void pathsWithSignsThatSystemdReadsAreWrittenSoThatItDoesNot() {
        String text = unit("/home/50% \"x\"", "/opt/a $b/millrace").text();
        assertTrue(text.contains("\"MILLRACE_HOME=/home/50%% \\\"x\\\"\""), text);
        assertTrue(text.contains("ExecStart=\"/opt/a $$b/millrace\" resurrect"), text);
        assertThrows(IllegalArgumentException.class, () -> unit("/home/a\nExecStart=/bin/sh", "/bin/true").text());
    }

    @Test
    void systemdItselfFindsNothingWrongWithIt() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/systemd-analyze")), "systemd-analyze is not installed");
        for (boolean wait : List.of(true, false)) {
            SystemdUnit unit = new SystemdUnit("millrace-root", "root", folder.resolve("ho me"), Path.of("/bin/true"),
                    Path.of("/opt/jdk"), "/usr/bin:/bin", wait);
            Path file = Files.writeString(folder.resolve("millrace-root.service"), unit.text());
            Process verify = new ProcessBuilder("systemd-analyze", "verify", "--man=no", file.toString())
                    .redirectErrorStream(true)
                    .start();
            String said = new String(verify.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertFalse(said.contains("millrace-root"), said);
            assertEquals(0, verify.waitFor(), said);
        }
    }

    private static SystemdUnit unit(String home, String program) {
        return new SystemdUnit("millrace-ann", "ann", Path.of(home), Path.of(program), Path.of("/opt/jdk"), "/bin", false);
    }
}
