package millrace.gateway.server;

import static millrace.gateway.server.Certificates.freePort;
import static millrace.gateway.server.Certificates.identity;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Programs that others have written speak HTTP/2 with the gateway, each by its own TLS. */
@Timeout(300)
class Http2PeersTest {
    private static final int FILES = 200;
    private static final int PATIENCE_SECONDS = 240;
    private static final String NODE = """
            const client = require('http2').connect(process.argv[2], { rejectUnauthorized: false });
            let left = 20;
            for (let i = 0; i < 20; i++) {
                const request = client.request({ ':method': 'POST', ':path': '/proxied' });
                let text = '';
                request.on('data', data => text += data);
                request.on('end', () => {
                    console.log(i + text);
                    if (--left === 0) {
                        client.close();
                    }
                });
                request.end('x'.repeat(10000 * i));
            }
            """;

    @TempDir
    static Path folder;

    private static Certificates certificates;
    private static TestGateway gateway;
    private static String url;

    @BeforeAll
    static void start() throws Exception {
        certificates = Certificates.in(folder, "localhost");
        makePage(Files.createDirectories(folder.resolve("html")));
        int port = freePort();
        url = "https://localhost:" + port;
        gateway = start(port, "access_log off; ");
    }

    private static TestGateway start(int port, String more) throws Exception {
        Path up = folder.resolve("up" + port);
        return TestGateway.start(folder, "listen 127.0.0.1:" + port + " ssl; http2 on; root html; " + identity("localhost") + more
                + "location /answer { return 200 \"$server_protocol\"; } location /proxied { proxy_pass http://unix:" + up + "; }",
                "client_max_body_size 10m; types { text/html html; application/javascript js; } "
                + "log_format protocol $server_protocol; server { listen unix:" + up
                + "; access_log off; return 200 \" $request_method $content_length\"; }");
    }

    /** A page of many small files, which says how many of them have come. */
    private static void makePage(Path into) throws Exception {
        StringBuilder page = new StringBuilder("<!doctype html><html><head><link rel=icon href='data:,'></head><body>");
        for (int i = 0; i < FILES; i++) {
            Files.writeString(into.resolve(i + ".js"), "window.count = (window.count || 0) + 1;");
            page.append("<script async src=").append(i).append(".js></script>");
        }
        page.append("<script>addEventListener('load', () => document.body.append(count + ' have come'))</script></body></html>");
        Files.writeString(into.resolve("index.html"), page);
    }

    @AfterAll
    static void stop() {
        if (gateway != null) {
            gateway.close();
        }
    }

    private static void needs(String program) {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin", program)), "no " + program);
    }

    @Test
    void curl() throws Exception {
        needs("curl");
        assertEquals("HTTP/2.0 2", certificates.run("curl", "-sSk", "--http2", "-w", " %{http_version}", url + "/answer"));
        assertEquals("HTTP/1.1 1.1", certificates.run("curl", "-sSk", "--http1.1", "-w", " %{http_version}", url + "/answer"));
    }

    @Test
    void curlInTheClearSpeaksHttp2WhenItKnowsThatItMay() throws Exception {
        needs("curl");
        for (String path : List.of("/answer", "/proxied")) {
            String said = certificates.run("curl", "-sS", "--http2-prior-knowledge", "--unix-socket",
                    gateway.socket().toString(), "-w", " %{http_version}", "http://localhost" + path);
            assertEquals(path.equals("/answer") ? "HTTP/2.0 2" : " GET  2", said);
        }
        // The upgrade that it offers otherwise is one that RFC 9113 has done away with.
        assertEquals("HTTP/1.1 1.1", certificates.run("curl", "-sS", "--http2", "--unix-socket", gateway.socket().toString(),
                "-w", " %{http_version}", "http://localhost/answer"));
    }

    @Test
    void javasOwnClient() throws Exception {
        try (HttpClient client = HttpClient.newBuilder().sslContext(certificates.trusting("localhost")).build()) {
            List<CompletableFuture<HttpResponse<String>>> all = new ArrayList<>();
            for (int i = 1; i <= 40; i++) {
                all.add(client.sendAsync(HttpRequest.newBuilder(URI.create(url + "/proxied"))
                        .POST(BodyPublishers.ofByteArray(new byte[10_000 * i])).build(), BodyHandlers.ofString()));
            }
            for (int i = 1; i <= 40; i++) {
                HttpResponse<String> response = all.get(i - 1).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
                assertEquals(HttpClient.Version.HTTP_2, response.version());
                assertEquals(" POST " + 10_000 * i, response.body());
            }
        }
    }

    @Test
    void h2load() throws Exception {
        needs("h2load");
        for (String path : List.of("/answer", "/proxied", "/1.js")) {
            String said = certificates.run("h2load", "-n2000", "-c4", "-m32", url + path);
            assertTrue(said.contains("Application protocol: h2") && said.contains("2000 succeeded, 0 failed, 0 errored"), said);
        }
    }

    @Test
    void node() throws Exception {
        needs("node");
        Path script = Files.writeString(folder.resolve("client.js"), NODE);
        List<String> said = certificates.run("node", script.toString(), url).lines().toList();
        assertEquals(20, said.size());
        for (int i = 0; i < 20; i++) {
            assertTrue(said.contains(i + " POST " + 10_000 * i), said.toString());
        }
    }

    @Test
    void theClientOfOpenSslAgreesOnIt() throws Exception {
        String said = certificates.run("openssl", "s_client", "-connect", url.substring("https://".length()), "-alpn", "h2");
        assertTrue(said.contains("ALPN protocol: h2"), said);
    }

    @Test
    void theClientOfOpenSslConnectsAgainWithItsSession() throws Exception {
        int port = freePort();
        try (TestGateway _ = start(port, "access_log off; ssl_session_cache shared:peers:1m; ")) {
            String said = certificates.run("openssl", "s_client", "-connect", "127.0.0.1:" + port, "-tls1_2", "-alpn", "h2",
                    "-reconnect");
            assertEquals(5, said.lines().filter(line -> line.startsWith("Reused, TLSv1.2")).count(), said);
        }
    }

    @Test
    void aClientShowsItsCertificate() throws Exception {
        needs("curl");
        int port = freePort();
        Certificates.in(folder, "visitor", "stranger");
        try (TestGateway _ = start(port, "access_log off; ssl_verify_client optional; ssl_client_certificate visitor.crt; "
                + "location /who { return 200 \"$ssl_client_verify $ssl_client_s_dn $server_protocol\"; } ")) {
            String who = "https://localhost:" + port + "/who";
            assertEquals("SUCCESS CN=visitor HTTP/2.0",
                    certificates.run("curl", "-sSk", "--http2", "--cert", "visitor.crt", "--key", "visitor.key", who));
            assertEquals("NONE  HTTP/2.0", certificates.run("curl", "-sSk", "--http2", who));
            String refused = certificates.run("curl", "-sSk", "--http2", "--cert", "stranger.crt", "--key", "stranger.key", who);
            assertTrue(refused.contains("400 The SSL certificate error"), refused);
            String said = certificates.run("sh", "-c", "printf 'GET /who HTTP/1.0\\r\\n\\r\\n' | openssl s_client -ign_eof -connect "
                    + "127.0.0.1:" + port + " -cert visitor.crt -key visitor.key");
            assertTrue(said.contains("SUCCESS CN=visitor HTTP/1.0"), said);
        }
    }

    @Test
    void aBrowserLoadsAPageOfManyFiles() throws Exception {
        needs("chromium");
        int port = freePort();
        try (TestGateway _ = start(port, "access_log page.log protocol; ")) {
            load("https://localhost:" + port + "/index.html");
        }
        assertEquals(Collections.nCopies(1 + FILES, "HTTP/2.0"), Files.readAllLines(folder.resolve("page.log")));
    }

    private static void load(String page) throws Exception {
        Path said = folder.resolve("chromium.log");
        Process browser = new ProcessBuilder("chromium", "--headless", "--no-sandbox", "--disable-gpu",
                "--ignore-certificate-errors", "--user-data-dir=" + folder.resolve("profile"), "--enable-logging=stderr",
                "--dump-dom", page)
                .redirectError(said.toFile()).redirectOutput(folder.resolve("dom.html").toFile()).start();
        try {
            assertTrue(browser.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS), "the page is not loaded");
        } finally {
            browser.descendants().forEach(ProcessHandle::destroyForcibly);
            browser.destroyForcibly();
        }
        assertTrue(Files.readString(folder.resolve("dom.html")).contains(FILES + " have come"), "files are missing");
        assertFalse(Files.readString(said).contains("CONSOLE"), "something went wrong in the page");
    }
}
