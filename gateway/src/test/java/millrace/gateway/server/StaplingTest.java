package millrace.gateway.server;

import static millrace.gateway.server.Certificates.freePort;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import millrace.gateway.config.ConfigException;
import millrace.gateway.config.Configuration;
import millrace.os.SslCertificates;
import millrace.os.SslContext;
import millrace.os.SslException;
import millrace.os.SslOcsp;
import millrace.os.SslSource;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** OCSP stapling, with the responder that the command {@code openssl} is. */
@Timeout(180)
class StaplingTest {
    private static final String GOOD = "OCSP Response Status: successful";
    private static final String NONE = "OCSP response: no response sent";

    @TempDir
    static Path folder;

    private static Certificates certificates;

    @BeforeAll
    static void makeCertificates() throws Exception {
        certificates = OcspResponder.certificates(folder, "alone");
    }

    private static TestGateway gateway(int port, String name, String more) throws Exception {
        return TestGateway.start(folder, "return 200 plain;", "server { listen 127.0.0.1:" + port + " ssl; ssl_certificate " + name
                + ".crt; ssl_certificate_key " + name + ".key; ssl_stapling on; ssl_trusted_certificate root.crt; " + more + " }");
    }

    private static String ask(int port) throws Exception {
        return certificates.run("openssl", "s_client", "-connect", "127.0.0.1:" + port, "-status", "-CAfile", "root.crt");
    }

    private static String log() throws IOException {
        return Files.readString(folder.resolve("error.log"));
    }

    @Test
    void theFirstHandshakeHasTheResponderAskedAndLaterOnesTellTheAnswer() throws Exception {
        int port = freePort();
        try (OcspResponder responder = OcspResponder.start(folder);
                TestGateway gateway = gateway(port, "good",
                        "ssl_stapling_verify on; ssl_stapling_responder http://127.0.0.1:" + responder.port() + "/;")) {
            String said = ask(port);
            assertTrue(said.contains(NONE), said);
            while (!said.contains(GOOD)) {
                said = ask(port);
            }
            assertTrue(said.contains("Cert Status: good") && said.contains("Verify return code: 0 (ok)"), said);
            assertTrue(gateway.get("/", "").endsWith("plain"));
        }
    }

    /** Clients that insist on the answer would be lost: the first handshake after a reload has it, too, and so have other servers. */
    @Test
    void anAnswerOutlivesAReloadAndIsThatOfAllServersWithTheCertificate() throws Exception {
        int port = freePort();
        int other = freePort();
        try (OcspResponder responder = OcspResponder.start(folder);
                TestGateway gateway = gateway(port, "good", "listen 127.0.0.1:" + other + " ssl; ssl_stapling_responder http://127.0.0.1:"
                        + responder.port() + ";")) {
            while (!ask(port).contains(GOOD)) {
                assertTrue(gateway.get("/", "").endsWith("plain"));
            }
            assertTrue(ask(other).contains(GOOD));
            responder.close();
            Configuration now = gateway.gateway().configuration();
            gateway.gateway().reload(Configuration.read(now.registry(), now.source()), 0).toCompletableFuture()
                    .get(60, TimeUnit.SECONDS);
            assertTrue(ask(port).contains(GOOD));
        }
    }

    @Test
    void anAnswerThatSaysNoGoodIsLoggedAndNotTold() throws Exception {
        int port = freePort();
        try (OcspResponder responder = OcspResponder.start(folder);
                TestGateway gateway = gateway(port, "revoked", "ssl_stapling_responder http://127.0.0.1:" + responder.port() + ";")) {
            while (!log().contains("certificate status \"revoked\" in the OCSP response while requesting certificate status")) {
                assertTrue(ask(port).contains(NONE));
            }
            assertTrue(ask(port).contains(NONE));
            assertTrue(gateway.get("/", "").endsWith("plain"));
        }
    }

    @Test
    void aFileIsToldAsItIs() throws Exception {
        int port = freePort();
        certificates.run("openssl", "ocsp", "-issuer", "root.crt", "-cert", "good.crt", "-reqout", "request.der");
        certificates.run("openssl", "ocsp", "-index", "index", "-rsigner", "root.crt", "-rkey", "root.key", "-CA", "root.crt",
                "-ndays", "1", "-reqin", "request.der", "-respout", "response.der");
        try (TestGateway gateway = gateway(port, "good", "ssl_stapling_file response.der;")) {
            assertTrue(ask(port).contains(GOOD));
            assertTrue(gateway.get("/", "").endsWith("plain"));
        }
        Files.writeString(folder.resolve("nonsense.der"), "nonsense");
        ConfigException refused = assertThrows(ConfigException.class,
                () -> gateway(port, "good", "ssl_stapling_file nonsense.der;").close());
        assertTrue(refused.getMessage().contains("d2i_OCSP_RESPONSE_bio(\"" + folder.resolve("nonsense.der") + "\") failed"),
                refused.getMessage());
        everyByteOfAnAnswerMayBeWrong(Files.readAllBytes(folder.resolve("response.der")));
    }

    /** Seeded: whatever comes, it is an answer or an error. */
    private static void everyByteOfAnAnswerMayBeWrong(byte[] response) throws Exception {
        SslCertificates shown = SslCertificates.read(SslSource.of(folder.resolve("good.crt")));
        SslOcsp ocsp = SslOcsp.of(shown, null);
        SslContext context = SslContext.create();
        context.trust(folder.resolve("root.crt"));
        assertTrue(ocsp.check(response, context, true).secondsLeft() > 0);
        Random random = new Random(7);
        int refused = 0;
        for (int i = 0; i < response.length; i++) {
            byte[] wrong = response.clone();
            wrong[i] ^= (byte) (1 + random.nextInt(255));
            try {
                ocsp.check(wrong, context, true);
            } catch (SslException e) {
                refused++;
            }
            byte[] cut = Arrays.copyOf(response, i);
            assertThrows(SslException.class, () -> ocsp.check(cut, context, true));
        }
        assertTrue(refused > response.length / 2, refused + " of " + response.length);
    }

    @Test
    void whatCannotBeStapledIsWarnedOf() throws Exception {
        int port = freePort();
        try (TestGateway gateway = TestGateway.start(folder, "return 200 plain;", "server { listen 127.0.0.1:" + port
                + " ssl; ssl_certificate alone.crt; ssl_certificate_key alone.key; ssl_stapling on; }")) {
            String warned = gateway.gateway().configuration().warnings().getFirst().getMessage();
            assertTrue(warned.contains("\"ssl_stapling\" ignored, issuer certificate not found for certificate"), warned);
        }
        try (TestGateway gateway = gateway(freePort(), "good", "")) {
            String warned = gateway.gateway().configuration().warnings().getFirst().getMessage();
            assertTrue(warned.contains("\"ssl_stapling\" ignored, no OCSP responder URL in the certificate"), warned);
        }
    }

    @Test
    void aResponderThatAnswersNonsenseIsLogged() throws Exception {
        String[] answers = {"HTTP/1.1 500 No\r\n\r\n", "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<p>", "nonsense\r\n\r\n", ""};
        String[] words = {"status 500", "invalid \"Content-Type\" header", "prematurely closed", "prematurely closed"};
        for (int i = 0; i < answers.length; i++) {
            int port = freePort();
            Files.deleteIfExists(folder.resolve("error.log"));
            try (ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                    TestGateway gateway = gateway(port, "good",
                            "ssl_stapling_responder http://localhost:" + server.getLocalPort() + "/ask;")) {
                assertTrue(ask(port).contains(NONE));
                try (Socket asked = server.accept()) {
                    String request = new BufferedReader(new InputStreamReader(asked.getInputStream())).readLine();
                    assertTrue(request.startsWith("GET /ask/") && request.endsWith(" HTTP/1.0"), request);
                    asked.getOutputStream().write(answers[i].getBytes(StandardCharsets.ISO_8859_1));
                }
                while (!log().contains(words[i])) {
                    assertTrue(ask(port).contains(NONE));
                }
                assertTrue(gateway.get("/", "").endsWith("plain"));
            }
        }
    }
}
