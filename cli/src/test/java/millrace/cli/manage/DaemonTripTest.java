package millrace.cli.manage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import millrace.manager.Home;
import millrace.manager.client.DaemonClient;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Commands in processes of their own, and the daemon that they start, meet or replace. */
class DaemonTripTest {
    private Path folder;
    private Home home;

    @BeforeEach
    void aHome() throws IOException {
        folder = Files.createTempDirectory("millrace");
        home = new Home(folder.resolve("home"));
    }

    @AfterEach
    void nothingIsLeft() throws IOException {
        if (Files.exists(home.socket())) {
            try (DaemonClient daemon = DaemonClient.connect(home)) {
                daemon.call("kill", Map.of());
            }
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }

    @Test
    void whatFailsWithoutADaemonLeavesNone() throws Exception {
        Files.writeString(folder.resolve("bad.json"), "{\"script\": \"sh\", \"name\": \"a\", \"uid\": \"nobody-of-this-name\"}");
        Process process = millrace("start", "bad.json", "--no-daemon");
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertEquals(1, process.waitFor(), output);
        assertTrue(output.contains("Starting the daemon"), output);
        assertFalse(Files.exists(home.socket()), output);
    }

    @Test
    void anUpdateTakesOverWhatRuns() throws Exception {
        try (DaemonClient before = DaemonClient.connectOrStart(home)) {
            before.start("/bin/sleep", Map.of("args", List.of("1000"), "cwd", "/"));
            long app = before.list().getFirst().pid();
            Object daemon = ((Map<?, ?>) before.call("version", Map.of())).get("pid");
            Process process = millrace("update");
            String output = new String(process.getInputStream().readAllBytes(), UTF_8);
            assertEquals(0, process.waitFor(), output);
            try (DaemonClient after = DaemonClient.connect(home)) {
                assertEquals(app, after.list().getFirst().pid());
                assertFalse(daemon.equals(((Map<?, ?>) after.call("version", Map.of())).get("pid")));
            }
        }
    }

    @Test
    void whatIsTypedFirstIsAnsweredInAttach() throws Exception {
        Path echo = Files.writeString(folder.resolve("echo.sh"), "while read line; do echo got $line; done\n");
        try (DaemonClient daemon = DaemonClient.connectOrStart(home)) {
            daemon.start(echo.toString(), Map.of());
        }
        Process process = millrace("attach", "0");
        try (BufferedReader output = process.inputReader(UTF_8)) {
            process.outputWriter(UTF_8).append("one\n").flush();
            String line = output.readLine();
            assertTrue(line != null && line.endsWith("got one"), line);
        } finally {
            process.destroyForcibly().waitFor();
        }
    }

    private Process millrace(String... words) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "-Dmillrace.jvm.args=" + Files.writeString(folder.resolve("jvm.args"), ""),
                "-cp",
                System.getProperty("jdk.module.path"),
                Manage.class.getName()));
        command.addAll(List.of(words));
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
        builder.environment().put("MILLRACE_HOME", home.folder().toString());
        return builder.start();
    }
}
