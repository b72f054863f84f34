package millrace.cli.manage;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
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
import millrace.manager.client.DaemonException;
import millrace.manager.program.SearchPath;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The commands that tutorials show, with a real daemon: same exit code, same list, same attributes as PM2. */
class TutorialTest {
    private static final Path FILE = Path.of("src/test/resources/millrace/cli/manage/tutorials.txt").toAbsolutePath();

    private Path folder;

    @BeforeEach
    void aFolderWithApps() throws IOException {
        assumeTrue(SearchPath.ofEnvironment().find("node").isPresent(), "node is not installed");
        // Short, since a socket's path has to be.
        folder = Files.createTempDirectory("millrace");
        write("app.js", """
                const server = require('http').createServer((request, response) => response.end('hello'));
                server.listen(0, () => process.send && process.send('ready'));
                """);
        write("script.sh", "#!/bin/bash\ntrap '' USR2\nwhile true; do echo tick; sleep 1; done\n");
        write("worker.py", "import time\nwhile True:\n    time.sleep(1)\n");
        write("ecosystem.config.js", """
                module.exports = {
                  apps: [
                    {
                      name: 'api', script: './app.js', instances: 2, exec_mode: 'cluster',
                      env: { NODE_ENV: 'development' }, env_production: { NODE_ENV: 'production' },
                    },
                    { name: 'worker', script: './script.sh', env_production: {} },
                  ],
                };
                """);
        write("apps.json", "{\"apps\": [{\"name\": \"fromjson\", \"script\": \"app.js\", \"args\": \"-a 1\"}]}");
        write("apps.yaml", "apps:\n  - script: ./app.js\n    name: fromyaml\n    instances: 1\n");
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(Files.createDirectories(folder.resolve("apps")).resolve(name), text);
    }

    @AfterEach
    void nothingIsLeft() throws IOException {
        try (DaemonClient daemon = DaemonClient.connect(new Home(folder.resolve("home")))) {
            daemon.call("kill", Map.of());
        } catch (DaemonException e) {
            assertEquals(false, Files.exists(folder.resolve("home/daemon.sock")), e.getMessage());
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }

    @Test
    void whatTutorialsShowDoesWhatPm2Does() throws Exception {
        goThrough(List.of());
    }

    @Test
    void whatIsExpectedIsWhatPm2Does() throws Exception {
        String pm2 = System.getProperty("millrace.pm2");
        assumeTrue(pm2 != null, "compared with PM2 only when -Dmillrace.pm2 says where that is");
        goThrough(List.of(pm2));
    }

    private void goThrough(List<String> program) throws Exception {
        Path results = folder.resolve("results");
        String classes = System.getProperty("jdk.module.path") + File.pathSeparator + Path.of("target/test-classes").toAbsolutePath();
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "-Dmillrace.jvm.args=" + flags(),
                "-cp",
                classes,
                Tutorial.class.getName(),
                FILE.toString(),
                results.toString()));
        command.addAll(program);
        ProcessBuilder builder = new ProcessBuilder(command).directory(folder.resolve("apps").toFile()).redirectErrorStream(true);
        builder.environment().put("MILLRACE_HOME", folder.resolve("home").toString());
        builder.environment().put("PM2_HOME", folder.resolve("home").toString());
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), UTF_8);
        assertEquals(0, process.waitFor(), output);
        List<String> wrong = new ArrayList<>(Files.readAllLines(results));
        wrong.removeAll(Tutorial.lines(FILE));
        assertEquals("", String.join("\n", wrong), () -> "in " + FILE + "; what was said:\n" + output);
    }

    /** What the daemon is started with, on modules. */
    private Path flags() throws IOException {
        return Files.writeString(folder.resolve("jvm.args"), """
                --module-path "%s"
                --add-modules millrace.cli
                --enable-native-access=millrace.os
                -XX:+UseSerialGC
                """.formatted(System.getProperty("jdk.module.path")));
    }
}
