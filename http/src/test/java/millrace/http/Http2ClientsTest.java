package millrace.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Clients that others have written, each by its own TLS. */
class Http2ClientsTest {
    private static final int LARGE = 2_000_000;
    private static final String NODE = """
            const client = require('http2').connect(process.argv[2], { rejectUnauthorized: false });
            const sizes = [];
            const bodies = ['', 'x'.repeat(300000), ''];
            bodies.forEach((body, i) => {
                const request = client.request({ ':method': body ? 'POST' : 'GET', ':path': i === 2 ? '/large' : '/' });
                let bytes = 0;
                request.on('data', data => bytes += data.length);
                request.on('end', () => {
                    sizes[i] = bytes;
                    if (sizes.filter(size => size !== undefined).length === 3) {
                        console.log(sizes.join(' '));
                        client.close();
                    }
                });
                body ? request.end(body) : request.end();
            });
            """;

    @TempDir
    static Path folder;

    private static HttpServer server;

    @BeforeAll
    static void start() throws Exception {
        server = Servers.start(ServerOptions.DEFAULT.withTls(Certificates.make(folder)), (request, response) -> {
            if (request.method().equals("POST")) {
                Servers.echo(request, response);
            } else {
                response.send(request.pathIs("/large") ? new byte[LARGE] : "hello".getBytes());
            }
        });
    }

    @AfterAll
    static void stop() {
        if (server != null) {
            server.close();
        }
    }

    private static String url(String path) {
        return "https://localhost:" + server.port() + path;
    }

    private static String run(String... command) throws IOException, InterruptedException {
        boolean there = Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                .anyMatch(each -> Files.isExecutable(Path.of(each, command[0])));
        assumeTrue(there, command[0] + " is not installed");
        Process process = new ProcessBuilder(command).redirectInput(new File("/dev/null"))
                .redirectError(ProcessBuilder.Redirect.DISCARD).start();
        String said = new String(process.getInputStream().readAllBytes());
        assertEquals(0, process.waitFor(), said);
        return said;
    }

    @Test
    void javasOwnClient() throws Exception {
        try (HttpClient client = HttpClient.newBuilder().sslContext(trusting()).build()) {
            List<CompletableFuture<HttpResponse<byte[]>>> all = new ArrayList<>();
            for (int i = 0; i < 50; i++) {
                HttpRequest request = i % 10 == 0
                        ? HttpRequest.newBuilder(URI.create(url("/large"))).build()
                        : HttpRequest.newBuilder(URI.create(url("/"))).POST(BodyPublishers.ofByteArray(new byte[1000 * i])).build();
                all.add(client.sendAsync(request, BodyHandlers.ofByteArray()));
            }
            for (int i = 0; i < 50; i++) {
                HttpResponse<byte[]> response = all.get(i).get();
                assertEquals(HttpClient.Version.HTTP_2, response.version());
                assertEquals(i % 10 == 0 ? LARGE : 1000 * i, response.body().length);
            }
        }
    }

    private static SSLContext trusting() throws Exception {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        try (InputStream in = Files.newInputStream(Certificates.file(folder))) {
            store.setCertificateEntry("localhost", CertificateFactory.getInstance("X.509").generateCertificate(in));
        }
        TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust.getTrustManagers(), null);
        return context;
    }

    @Test
    void curl() throws Exception {
        assertEquals("hello 2", run("curl", "-sk", "--http2", "-w", " %{http_version}", url("/")));
        assertEquals("hello 1.1", run("curl", "-sk", "--http1.1", "-w", " %{http_version}", url("/")));
    }

    @Test
    void curlWithPriorKnowledge() throws Exception {
        try (HttpServer clear = Servers.start((_, response) -> response.send("hello"))) {
            assertEquals("hello 2", run("curl", "-s", "--http2-prior-knowledge", "-w", " %{http_version}",
                    "http://localhost:" + clear.port() + "/"));
        }
    }

    /** What it offers then, an upgrade in the clear, RFC 9113 has done away with. */
    @Test
    void curlThatOffersHttp2InTheClearIsAnsweredAsItAsked() throws Exception {
        try (HttpServer clear = Servers.start((_, response) -> response.send("hello"))) {
            assertEquals("hello 1.1", run("curl", "-s", "--http2", "-w", " %{http_version}",
                    "http://localhost:" + clear.port() + "/"));
        }
    }

    @Test
    void opensslConnectsAgainWithItsSession() throws Exception {
        String said = run("openssl", "s_client", "-connect", "127.0.0.1:" + server.port(), "-tls1_2", "-alpn", "h2", "-reconnect");
        assertEquals(5, said.lines().filter(line -> line.startsWith("Reused, TLSv1.2")).count(), said);
        assertTrue(said.contains("ALPN protocol: h2"), said);
    }

    @Test
    void opensslGoesOnWithATicketOfTls13() throws Exception {
        Path session = folder.resolve("session");
        String client = "printf 'GET / HTTP/1.0\\r\\n\\r\\n' | openssl s_client -ign_eof -tls1_3 -connect 127.0.0.1:" + server.port();
        assertTrue(run("sh", "-c", client + " -sess_out " + session).contains("New, TLSv1.3"));
        String said = run("sh", "-c", client + " -sess_in " + session);
        assertTrue(said.contains("Reused, TLSv1.3") && said.contains("hello"), said);
    }

    @Test
    void h2load() throws Exception {
        String said = run("h2load", "-n", "2000", "-c", "4", "-m", "20", url("/"));
        assertTrue(said.contains("2000 succeeded, 0 failed, 0 errored"), said);
    }

    @Test
    void node() throws Exception {
        Path script = Files.writeString(folder.resolve("client.js"), NODE);
        assertEquals("5 300000 " + LARGE, run("node", script.toString(), url("")).strip());
    }
}
