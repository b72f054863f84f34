package millrace.gateway.server;

import static millrace.gateway.server.Certificates.freePort;
import static millrace.gateway.server.Certificates.identity;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import millrace.gateway.config.ConfigException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** HTTPS as clients and upstreams see it. */
@Timeout(120)
class TlsTest {
    @TempDir
    static Path folder;

    private static Certificates certificates;

    @BeforeAll
    static void makeCertificates() throws Exception {
        certificates = Certificates.in(folder, "localhost", "other.example");
    }

    private static String run(String... command) throws Exception {
        return certificates.run(command);
    }

    private static HttpClient trusting(String name) throws Exception {
        return HttpClient.newBuilder().sslContext(certificates.trusting(name)).build();
    }

    private static HttpResponse<String> get(HttpClient client, String url) throws Exception {
        return client.send(HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void javasOwnClientTrustsTheCertificateAndKeepsTheConnection() throws Exception {
        int port = freePort();
        try (TestGateway gateway = TestGateway.start(folder, "listen 127.0.0.1:" + port + " ssl; " + identity("localhost")
                + "location / { return 200 \"$scheme $https $ssl_protocol $connection_requests\"; }", "");
                HttpClient client = trusting("localhost")) {
            assertEquals("https on TLSv1.3 1", get(client, "https://localhost:" + port + "/").body());
            assertEquals("https on TLSv1.3 2", get(client, "https://localhost:" + port + "/").body());
        }
    }

    @Test
    void curlAndOpensslTalkToTheServerThatTheyName() throws Exception {
        int port = freePort();
        String listen = "listen 127.0.0.1:" + port;
        // That the address is encrypted need not be said more than once.
        try (TestGateway gateway = TestGateway.start(folder, "return 200 plain;", "server { " + listen + " ssl; "
                + identity("localhost") + "return 200 first; } server { " + listen + "; server_name other.example; "
                + identity("other.example") + "return 200 second:$ssl_server_name; }")) {
            if (Files.isExecutable(Path.of("/usr/bin/curl"))) {
                assertEquals("second:other.example", run("curl", "-sS", "--cacert", "other.example.crt", "--resolve",
                        "other.example:" + port + ":127.0.0.1", "https://other.example:" + port + "/"));
            }
            String said = run("openssl", "s_client", "-connect", "127.0.0.1:" + port, "-servername", "nobody", "-alpn",
                    "http/1.1", "-CAfile", "localhost.crt");
            assertTrue(said.contains("CN = localhost") && said.contains("Verify return code: 0 (ok)")
                    && said.contains("ALPN protocol: http/1.1"), said);
            assertTrue(gateway.get("/", "").endsWith("plain"));
        }
    }

    @Test
    void aRequestInTheClearIsToldSo() throws Exception {
        int port = freePort();
        try (TestGateway gateway = TestGateway.start(folder, "listen 127.0.0.1:" + port + " ssl; " + identity("localhost")
                + "error_page 497 =301 https://$host:" + port + "$request_uri; location / { return 200 fine; }", "");
                HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            HttpResponse<String> answer = get(client, "http://localhost:" + port + "/a?b");
            assertEquals(301, answer.statusCode());
            assertEquals("https://localhost:" + port + "/a?b", answer.headers().firstValue("location").orElse(""));
        }
        try (TestGateway gateway = TestGateway.start(folder, "listen 127.0.0.1:" + port + " ssl; " + identity("localhost")
                + "location / { return 200 fine; }", "");
                HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
            HttpResponse<String> answer = get(client, "http://localhost:" + port + "/");
            assertEquals(400, answer.statusCode());
            assertTrue(answer.body().contains("400 The plain HTTP request was sent to HTTPS port"), answer.body());
        }
    }

    @Test
    void anUpstreamIsAskedByTlsAndItsCertificateLookedAt() throws Exception {
        int port = freePort();
        String proxy = "proxy_pass https://127.0.0.1:" + port + "; proxy_ssl_verify on; proxy_ssl_server_name on; "
                + "proxy_ssl_trusted_certificate ";
        try (TestGateway gateway = TestGateway.start(folder,
                "location /good { proxy_ssl_name localhost; " + proxy + "localhost.crt; } "
                        + "location /stranger { proxy_ssl_name localhost; " + proxy + "other.example.crt; } "
                        + "location /name { proxy_ssl_name elsewhere; " + proxy + "localhost.crt; }",
                "server { listen 127.0.0.1:" + port + " ssl; " + identity("localhost")
                        + "return 200 $ssl_server_name:$ssl_session_reused; }")) {
            assertTrue(gateway.get("/good", "").endsWith("localhost:."));
            assertTrue(gateway.get("/good", "").endsWith("localhost:r"));
            assertTrue(gateway.get("/stranger", "").startsWith("HTTP/1.1 502 "));
            assertTrue(gateway.get("/name", "").startsWith("HTTP/1.1 502 "));
            String log = Files.readString(folder.resolve("error.log"));
            assertTrue(log.contains("upstream SSL certificate verify error: (18:self"), log);
            assertTrue(log.contains("upstream SSL certificate does not match \"elsewhere\""), log);
        }
    }

    @Test
    void sessionsAreKeptOnlyWhenThatIsAskedFor() throws Exception {
        int kept = freePort();
        int none = freePort();
        String rest = " ssl; ssl_session_tickets off; " + identity("localhost");
        try (TestGateway gateway = TestGateway.start(folder, "return 200 plain;", "server { listen 127.0.0.1:" + kept + rest
                + "ssl_session_cache shared:a:1m; } server { listen 127.0.0.1:" + none + rest + "}")) {
            assertTrue(secondTime(kept).contains("Reused, TLSv1.2"));
            assertTrue(secondTime(none).contains("New, TLSv1.2"));
            assertTrue(gateway.get("/", "").endsWith("plain"));
        }
    }

    @Test
    void nothingIsShownBesideTheFilesCertificatesThoughTheirIssuerIsTrusted() throws Exception {
        run("openssl", "req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-subj", "/CN=leaf",
                "-keyout", "leaf.key", "-out", "leaf.csr");
        run("openssl", "x509", "-req", "-in", "leaf.csr", "-CA", "localhost.crt", "-CAkey", "localhost.key", "-CAcreateserial",
                "-days", "2", "-out", "leaf.crt");
        int port = freePort();
        try (TestGateway gateway = TestGateway.start(folder, "listen 127.0.0.1:" + port + " ssl; " + identity("leaf")
                + "ssl_verify_client optional; ssl_client_certificate localhost.crt; return 200 plain;", "")) {
            String said = run("openssl", "s_client", "-connect", "127.0.0.1:" + port, "-showcerts");
            assertEquals(2, said.split("-----BEGIN CERTIFICATE-----", -1).length, said);
            assertTrue(said.contains("CN = leaf"), said);
        }
    }

    private static String secondTime(int port) throws Exception {
        run("openssl", "s_client", "-connect", "127.0.0.1:" + port, "-tls1_2", "-sess_out", "session" + port);
        return run("openssl", "s_client", "-connect", "127.0.0.1:" + port, "-tls1_2", "-sess_in", "session" + port);
    }

    @Test
    void aKeyMayComeFromAStoreOfOpenssl() throws Exception {
        run("openssl", "pkey", "-in", "localhost.key", "-aes128", "-passout", "pass:secret", "-out", "encrypted.key");
        Files.writeString(folder.resolve("passwords"), "wrong\nsecret\n");
        int open = freePort();
        int encrypted = freePort();
        String common = " ssl; ssl_certificate localhost.crt; return 200 fine; ssl_certificate_key store:file:" + folder;
        try (TestGateway gateway = TestGateway.start(folder, "return 200 plain;",
                "server { listen 127.0.0.1:" + open + common + "/localhost.key; } server { listen 127.0.0.1:" + encrypted
                        + common + "/encrypted.key; ssl_password_file passwords; }");
                HttpClient client = trusting("localhost")) {
            assertEquals("fine", get(client, "https://localhost:" + open + "/").body());
            assertEquals("fine", get(client, "https://localhost:" + encrypted + "/").body());
            assertTrue(gateway.get("/", "").endsWith("plain"));
        }
        ConfigException wrong = assertThrows(ConfigException.class, () -> TestGateway.start(folder,
                "listen 127.0.0.1:1" + common + "/encrypted.key;", ""));
        assertTrue(wrong.getMessage().startsWith("cannot load certificate key \"store:file:" + folder + "/encrypted.key\": "),
                wrong.getMessage());
    }

    @Test
    void filesThatAreMissingOrWrongAreNamedInNginxsWords() throws Exception {
        assertComplaint("cannot load certificate \"" + folder + "/none.crt\": BIO_new_file() failed (SSL: error:80000002:system "
                + "library::No such file or directory:calling fopen(" + folder + "/none.crt, r)", "none.crt", "localhost.key");
        assertComplaint("cannot load certificate key \"" + folder + "/none.key\": BIO_new_file() failed (SSL: error:80000002:",
                "localhost.crt", "none.key");
        assertComplaint("SSL_CTX_use_PrivateKey(\"" + folder + "/other.example.key\") failed (SSL: error:05800074:x509 certificate "
                + "routines::key values mismatch)", "localhost.crt", "other.example.key");
        assertComplaint("cannot load certificate \"" + folder + "/localhost.key\": PEM_read_bio_X509_AUX() failed (SSL: error:"
                + "0480006C:PEM routines::no start line:Expecting: TRUSTED CERTIFICATE)", "localhost.key", "localhost.key");
    }

    @Test
    void whatHelpsStandsBehindTheLineThatIsWrong() throws Exception {
        run("openssl", "genrsa", "-out", "rsa.key", "2048");
        run("openssl", "pkcs8", "-topk8", "-in", "localhost.key", "-passout", "pass:secret", "-out", "encrypted.key");
        run("openssl", "x509", "-in", "localhost.crt", "-outform", "der", "-out", "localhost.der");
        assertRemedy("\n\nssl_certificate localhost.crt;\nssl_certificate_key other.example.key;",
                ":4 (the key is that of another certificate)");
        // OpenSSL and nginx take a key of another kind without a word, and then fail in every handshake.
        assertRemedy("\n\nssl_certificate localhost.crt;\nssl_certificate_key rsa.key;",
                "/rsa.key\" is the key of another certificate (SSL: error:0A0000B1:SSL routines::no certificate assigned) in "
                        + folder + "/nginx.conf:4");
        assertRemedy("ssl_certificate localhost.crt;\nssl_certificate_key encrypted.key;",
                ":2 (the key is encrypted: ssl_password_file names a file with the password)");
        assertRemedy("ssl_certificate localhost.crt;\nssl_certificate_key localhost.crt;",
                " (that file has no key of the form PEM)");
        assertRemedy("\nssl_certificate localhost.der;\nssl_certificate_key localhost.key;",
                ":2 (a file of the form PEM is needed: openssl x509 -inform der -in FILE -out NEW makes one of DER)");
    }

    private static void assertRemedy(String lines, String end) {
        ConfigException wrong = assertThrows(ConfigException.class,
                () -> TestGateway.start(folder, "listen 127.0.0.1:1 ssl; " + lines, ""));
        assertTrue(wrong.getMessage().endsWith(end), wrong.getMessage());
    }

    private static void assertComplaint(String words, String certificate, String key) {
        ConfigException wrong = assertThrows(ConfigException.class, () -> TestGateway.start(folder,
                "listen 127.0.0.1:1 ssl; ssl_certificate " + certificate + "; ssl_certificate_key " + key + ";", ""));
        assertTrue(wrong.getMessage().startsWith(words), wrong.getMessage());
    }
}
