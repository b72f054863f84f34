package millrace.bench;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import millrace.bench.client.ErrorKind;
import millrace.bench.client.TlsSettings;
import millrace.bench.measure.Totals;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The same runs by TLS, against the JDK's. */
@Timeout(120)
class EncryptedTest {
    private static final String PASSWORD = "changeit";
    private static final CannedServer.Deed HELLO =
            CannedServer.answering("HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello");

    @TempDir
    static Path folder;

    private static Path certificate;
    private static Path key;
    private static SSLContext context;
    private final AtomicLong served = new AtomicLong();

    @BeforeAll
    static void makeCertificate() throws Exception {
        Assumptions.assumeTrue(Files.isExecutable(Path.of("/usr/bin/openssl")), "no command openssl");
        certificate = folder.resolve("server.crt");
        key = folder.resolve("server.key");
        Path store = folder.resolve("server.p12");
        openssl("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-subj",
                "/CN=localhost", "-addext", "subjectAltName=DNS:localhost", "-days", "2", "-keyout", key.toString(),
                "-out", certificate.toString());
        openssl("pkcs12", "-export", "-in", certificate.toString(), "-inkey", key.toString(), "-passout",
                "pass:" + PASSWORD, "-out", store.toString());
        KeyStore keys = KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, PASSWORD.toCharArray());
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("itself", keys.getCertificate(keys.aliases().nextElement()));
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), trust.getTrustManagers(), null);
    }

    static void openssl(String... words) throws Exception {
        ProcessBuilder command = new ProcessBuilder(words).redirectErrorStream(true);
        command.command().addFirst("openssl");
        Process process = command.start();
        String said = new String(process.getInputStream().readAllBytes(), ISO_8859_1);
        assertEquals(0, process.waitFor(), said);
    }

    private CannedServer server(CannedServer.Deed deed, boolean asksForCertificate) throws IOException {
        return new CannedServer(plain -> {
            SSLSocket encrypted = (SSLSocket)
                    context.getSocketFactory().createSocket(plain, "localhost", plain.getPort(), true);
            encrypted.setUseClientMode(false);
            encrypted.setNeedClientAuth(asksForCertificate);
            encrypted.startHandshake();
            served.incrementAndGet();
            deed.on(encrypted);
            encrypted.close(); // In words, as TLS has it.
        });
    }

    private static Bench bench(CannedServer server) {
        return Bench.of(server.url().replace("http://127.0.0.1", "https://localhost")).connections(3);
    }

    @Test
    void countsAreExactAsTheyAreInTheClear() throws IOException {
        try (CannedServer server = server(HELLO, false)) {
            Totals totals = bench(server).pipelining(4).amount(500).expectBody("hello").run().totals();
            assertEquals(500, totals.answered(), totals::toString);
            assertEquals(500, totals.sent(), totals::toString);
            assertEquals(0, totals.allErrors(), totals::toString);
            assertEquals(3, served.get());
            Totals anew = bench(server).requestsPerConnection(10).amount(100).run().totals();
            assertEquals(100, anew.answered(), anew::toString);
        }
    }

    @Test
    void aCertificateIsCheckedOnlyIfThatIsAskedFor() throws IOException {
        try (CannedServer server = server(HELLO, false)) {
            assertRefused("not trusted", bench(server).tls(verified(null, List.of())));
            assertRefused("not one of other.example",
                    bench(server).tls(verified("other.example", List.of(certificate))));
            Totals good = bench(server).amount(6).tls(verified(null, List.of(certificate))).run().totals();
            assertEquals(6, good.answered(), good::toString);
        }
    }

    private static TlsSettings.Wish verified(String name, List<Path> authorities) {
        return new TlsSettings.Wish(name, null, null, authorities, true);
    }

    private static void assertRefused(String why, Bench bench) {
        Totals totals = bench.amount(3).run().totals();
        assertEquals(3, totals.errors(ErrorKind.CONNECT), totals::toString);
        assertEquals(0, totals.sent());
        assertTrue(totals.reasons().get(ErrorKind.CONNECT).contains(why), totals::toString);
    }

    @Test
    void aServerThatAsksForACertificateIsShownOne() throws IOException {
        try (CannedServer server = server(HELLO, true)) {
            TlsSettings.Wish wish = new TlsSettings.Wish(null, certificate, key, List.of(), false);
            Totals totals = bench(server).amount(6).tls(wish).run().totals();
            assertEquals(6, totals.answered(), totals::toString);
        }
    }

    @Test
    void aServerThatDoesNotSpeakTlsIsAConnectError() throws IOException {
        try (CannedServer server = new CannedServer(client -> {
            client.getInputStream().read();
            client.getOutputStream().write("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes(ISO_8859_1));
        })) {
            assertRefused("TLS handshake", bench(server));
        }
    }

    @Test
    void aHandshakeThatNeverEndsIsAConnectError() throws IOException {
        CountDownLatch over = new CountDownLatch(1);
        try (CannedServer server = new CannedServer(_ -> over.await())) {
            assertRefused("in time", bench(server).timeout(Duration.ofMillis(50)));
            over.countDown();
        }
    }

    @Test
    void anAnswerWithoutLengthThatIsCutOffIsReset() throws IOException {
        String answer = "HTTP/1.1 200 OK\r\n\r\nsome";
        try (CannedServer server = new CannedServer(plain -> {
            SSLSocket encrypted =
                    (SSLSocket) context.getSocketFactory().createSocket(plain, "localhost", plain.getPort(), false);
            encrypted.setUseClientMode(false);
            CannedServer.readHead(encrypted.getInputStream());
            encrypted.getOutputStream().write(answer.getBytes(ISO_8859_1));
            plain.shutdownOutput(); // Without the words of TLS that end it.
        })) {
            Totals totals = bench(server).amount(3).run().totals();
            assertEquals(3, totals.errors(ErrorKind.RESET), totals::toString);
        }
        try (CannedServer server = server(client -> {
            CannedServer.readHead(client.getInputStream());
            client.getOutputStream().write(answer.getBytes(ISO_8859_1));
        }, false)) {
            Totals totals = bench(server).amount(3).run().totals();
            assertEquals(3, totals.answered(), totals::toString);
        }
    }

    @Test
    void filesThatAreNotThereAreToldBeforehand() {
        Bench bench = Bench.of("https://127.0.0.1/");
        Path nowhere = folder.resolve("nowhere");
        assertThrows(IllegalArgumentException.class, bench.tls(verified(null, List.of(nowhere)))::plan);
        assertThrows(IllegalArgumentException.class,
                bench.tls(new TlsSettings.Wish(null, null, nowhere, List.of(), false))::plan);
        assertThrows(IllegalArgumentException.class,
                bench.tls(new TlsSettings.Wish(null, nowhere, null, List.of(), false))::plan);
    }
}
