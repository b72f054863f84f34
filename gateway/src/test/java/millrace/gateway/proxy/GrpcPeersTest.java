package millrace.gateway.proxy;

import static millrace.gateway.server.Certificates.freePort;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import millrace.gateway.server.Certificates;
import millrace.gateway.server.TestGateway;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A client and a server of gRPC from npm, and the gateway between them. */
@Timeout(300)
class GrpcPeersTest {
    private static final Path PEERS = Path.of("src/test/peers").toAbsolutePath();

    @TempDir
    static Path folder;

    @BeforeAll
    static void needsGrpc() {
        assumeTrue(Files.isDirectory(PEERS.resolve("node_modules/@grpc")),
                "gRPC is not installed: npm ci --prefix gateway/src/test/peers");
    }

    @Test
    void callsOfAllFourKindsPassInTheClear() throws Exception {
        passes("grpc");
    }

    @Test
    void callsOfAllFourKindsPassToAnUpstreamThatIsEncrypted() throws Exception {
        Certificates.in(folder, "localhost");
        passes("grpcs", folder.resolve("localhost.key").toString(), folder.resolve("localhost.crt").toString());
    }

    private static void passes(String scheme, String... identity) throws Exception {
        int port = freePort();
        Process server = node("grpc-server.js", identity);
        try (BufferedReader said = server.inputReader();
                TestGateway _ = gateway(port, scheme + "://127.0.0.1:" + said.readLine())) {
            assertEquals("OK you said hello last", call(port, "unary"));
            assertEquals("OK part0 part1 part2 part3 part4", call(port, "download"));
            assertEquals("OK 3000000", call(port, "upload"));
            assertEquals("OK " + IntStream.range(0, 20).mapToObj(Integer::toString).collect(Collectors.joining(" ")),
                    call(port, "chat"));
            assertEquals("FAILED_PRECONDITION not now", call(port, "refuse"));
            assertTrue(call(port, "hang").startsWith("CANCELLED"));
            assertEquals("cancelled", said.readLine(), "the upstream hears of it");
        } finally {
            server.destroyForcibly();
        }
    }

    @Test
    void anUpstreamThatIsNotThereIsUnavailable() throws Exception {
        int port = freePort();
        try (TestGateway _ = gateway(port, "grpc://127.0.0.1:" + freePort())) {
            assertTrue(call(port, "unary").startsWith("UNAVAILABLE "));
        }
    }

    @Test
    void anErrorPageSaysWhatIsWrongInTheWordsOfGrpc() throws Exception {
        int port = freePort();
        try (TestGateway _ = gateway(port, "grpc://127.0.0.1:" + freePort() + "; error_page 502 = @unavailable",
                "location @unavailable { default_type application/grpc; add_header grpc-status 8; "
                        + "add_header grpc-message busy; return 204; }")) {
            assertEquals("RESOURCE_EXHAUSTED busy", call(port, "unary"));
        }
    }

    private static TestGateway gateway(int port, String upstream, String... more) throws Exception {
        return TestGateway.start(folder, "listen 127.0.0.1:" + port + "; http2 on; client_max_body_size 0; "
                + "location / { grpc_pass " + upstream + "; } " + String.join(" ", more), "");
    }

    private static String call(int port, String name) throws Exception {
        Process client = node("grpc-client.js", "127.0.0.1:" + port, name);
        try (BufferedReader said = client.inputReader()) {
            return String.valueOf(said.readLine()).strip();
        } finally {
            client.destroyForcibly();
        }
    }

    private static Process node(String script, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of("node", PEERS.resolve(script).toString()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    }
}
