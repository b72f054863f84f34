package millrace.gateway.server;

import static millrace.gateway.server.Certificates.freePort;
import static millrace.gateway.server.Certificates.identity;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.TimeUnit;
import millrace.gateway.config.ConfigException;
import millrace.os.Ssl;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Certificates that depend on who asks. */
@Timeout(120)
class VariableCertificateTest {
    @TempDir
    static Path folder;

    private static Certificates certificates;

    @BeforeAll
    static void makeCertificates() throws Exception {
        certificates = Certificates.in(folder, "one.example", "two.example", "client");
    }

    /** What {@code s_client} says, whatever comes of it. */
    private static String ask(int port, String name) throws Exception {
        Process process = new ProcessBuilder("openssl", "s_client", "-connect", "127.0.0.1:" + port, "-servername", name)
                .directory(folder.toFile()).redirectErrorStream(true).redirectInput(Path.of("/dev/null").toFile()).start();
        String said = new String(process.getInputStream().readAllBytes());
        assertTrue(process.waitFor(60, TimeUnit.SECONDS));
        return said;
    }

    @Test
    void eachNameHasTheCertificateOfItsFile() throws Exception {
        int port = freePort();
        try (TestGateway gateway = TestGateway.start(folder, "return 200 plain;", "server { listen 127.0.0.1:" + port
                + " ssl; ssl_certificate $ssl_server_name.crt; ssl_certificate_key $ssl_server_name.key; "
                + "ssl_certificate_cache max=10; }")) {
            for (int i = 0; i < 2; i++) {
                assertTrue(ask(port, "one.example").contains("subject=CN = one.example"));
                assertTrue(ask(port, "two.example").contains("subject=CN = two.example"));
            }
            assertTrue(ask(port, "three.example").contains("no peer certificate available"));
            assertTrue(gateway.get("/", "").endsWith("plain"), "the loop goes on, and has closed and logged that one");
            String log = Files.readString(folder.resolve("error.log"));
            assertTrue(log.contains("cannot load certificate key \"" + folder.resolve("three.example.key")
                    + "\": BIO_new_file() failed"), log);
        }
    }

    @Test
    void theTextItselfMayStandInTheConfigurationOrInAMap() throws Exception {
        int port = freePort();
        String crt = Files.readString(folder.resolve("one.example.crt"));
        String key = Files.readString(folder.resolve("one.example.key"));
        try (TestGateway gateway = TestGateway.start(folder, "return 200 plain;", "map $ssl_server_name $pem { default \"" + crt
                + "\"; } server { listen 127.0.0.1:" + port + " ssl; ssl_certificate data:$pem; ssl_certificate_key \"data:" + key
                + "\"; }")) {
            assertTrue(ask(port, "any").contains("subject=CN = one.example"));
            assertTrue(gateway.get("/", "").endsWith("plain"));
        }
    }

    @Test
    void anUpstreamIsShownTheCertificateOfTheRequestAndNoOther() throws Exception {
        int port = freePort();
        try (TestGateway gateway = TestGateway.start(folder, "location / { proxy_pass https://127.0.0.1:" + port
                + "; proxy_ssl_certificate $arg_name.crt; proxy_ssl_certificate_key $arg_name.key; }",
                "server { listen 127.0.0.1:" + port + " ssl; " + identity("one.example")
                        + "ssl_verify_client optional_no_ca; return 200 \"$ssl_client_s_dn:$ssl_session_reused:$connection_requests\"; }")) {
            assertTrue(gateway.get("/?name=client", "").endsWith("CN=client:.:1"));
            assertTrue(gateway.get("/?name=two.example", "").endsWith("CN=two.example:.:1"));
            assertTrue(gateway.get("/?name=client", "").endsWith("CN=client:.:1"));
            assertTrue(gateway.get("/?name=nobody", "").startsWith("HTTP/1.1 500 "), "that is no fault of the upstream's");
        }
    }

    /** There is nothing to show, or what there is belongs to another key. */
    @Test
    void handshakesWithUpstreamsThatCannotBeginLeaveNothingBehind() throws Exception {
        Files.copy(folder.resolve("one.example.crt"), folder.resolve("foreign.crt"), StandardCopyOption.REPLACE_EXISTING);
        Files.copy(folder.resolve("client.key"), folder.resolve("foreign.key"), StandardCopyOption.REPLACE_EXISTING);
        int port = freePort();
        try (TestGateway gateway = TestGateway.start(folder, "location / { proxy_pass https://127.0.0.1:" + port
                + "; proxy_ssl_certificate $arg_name.crt; proxy_ssl_certificate_key $arg_name.key; }",
                "server { listen 127.0.0.1:" + port + " ssl; " + identity("one.example") + "}")) {
            long before = Ssl.live();
            for (int i = 0; i < 200; i++) {
                String name = i % 2 == 0 ? "nobody" : "foreign";
                assertTrue(gateway.get("/?name=" + name, "").startsWith("HTTP/1.1 500 "));
            }
            // The ends of the upstream, which hear nothing, close in their own time; what others have left may go, too.
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
            while (Ssl.live() > before && System.nanoTime() < deadline) {
                Thread.yield();
            }
            assertTrue(Ssl.live() <= before, Ssl.live() + " instead of " + before);
        }
    }

    @Test
    void clientsAreToldOfEachAuthorityOnce() throws Exception {
        int port = freePort();
        String client = Files.readString(folder.resolve("client.crt"));
        Files.writeString(folder.resolve("twice.crt"), client + client);
        try (TestGateway gateway = TestGateway.start(folder, "return 200 plain;", "server { listen 127.0.0.1:" + port + " ssl; "
                + identity("one.example") + "ssl_verify_client optional; ssl_client_certificate twice.crt; }")) {
            String said = ask(port, "one.example");
            assertTrue(said.contains("Acceptable client certificate CA names\nCN = client\nRequested"), said);
            assertTrue(gateway.get("/", "").endsWith("plain"));
        }
    }

    @Test
    void aCertificateThatIsNotThereIsSaidWithFileAndLine() {
        ConfigException wrong = assertThrows(ConfigException.class, () -> TestGateway.start(folder,
                "listen 127.0.0.1:1 ssl;\nssl_certificate nothing.crt;\nssl_certificate_key nothing.key;", "").close());
        assertTrue(wrong.getMessage().contains("cannot load certificate key") && wrong.place().line() == 3, wrong.getMessage());
        wrong = assertThrows(ConfigException.class, () -> TestGateway.start(folder,
                "listen 127.0.0.1:1 ssl;\nssl_certificate one.example.crt;\nssl_certificate_key two.example.key;", "").close());
        assertTrue(wrong.getMessage().contains("key values mismatch"), wrong.getMessage());
    }
}
