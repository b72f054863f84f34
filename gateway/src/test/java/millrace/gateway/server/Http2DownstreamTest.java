package millrace.gateway.server;

import static millrace.gateway.server.Certificates.freePort;
import static millrace.gateway.server.Certificates.identity;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

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
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import millrace.gateway.Features;
import millrace.gateway.config.Configuration;
import millrace.gateway.config.Registry;
import millrace.gateway.config.Source;
import millrace.gateway.log.LogFiles;
import millrace.loop.PollerKind;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** HTTP/2 as clients see it that others have written: what is behind it is the same as behind HTTP/1. */
@Timeout(240)
class Http2DownstreamTest {
    private static final int LARGE = 1_000_000;

    @TempDir
    static Path folder;

    private static Certificates certificates;

    @BeforeAll
    static void prepare() throws Exception {
        certificates = Certificates.in(folder, "localhost");
        Files.createDirectories(folder.resolve("html"));
        Files.write(folder.resolve("html/large"), new byte[LARGE]);
    }

    private static HttpClient client() throws Exception {
        KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        try (var file = Files.newInputStream(folder.resolve("localhost.crt"))) {
            store.setCertificateEntry("localhost", CertificateFactory.getInstance("X.509").generateCertificate(file));
        }
        TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(store);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, managers.getTrustManagers(), null);
        return HttpClient.newBuilder().sslContext(context).build();
    }

    /** A gateway that listens at a port, and is its own upstream by a Unix socket. */
    private static String servers(int port, String answer) {
        Path up = folder.resolve("up" + port);
        return "access_log off; server { listen unix:" + up + "; client_max_body_size 10m; location / { return 200 \"" + answer
                + " $request_method $content_length\"; } } server { listen 127.0.0.1:" + port + " ssl; http2 on; root html; "
                + identity("localhost") + "client_max_body_size 10m; location /answer { return 200 $server_protocol:$http2; } "
                + "location /proxied { proxy_pass http://unix:" + up + ":/; } "
                + "location /streamed { proxy_request_buffering off; proxy_http_version 1.1; proxy_pass http://unix:" + up + ":/; } "
                + "location /slow { limit_rate 400k; alias html/large; } location /zipped { gzip on; gzip_types *; alias html/large; } }";
    }

    private static Configuration configuration(String http) throws Exception {
        Configuration made = Configuration.read(Registry.of(Features.all()), Source.ofText(folder,
                "events {} error_log " + folder.resolve("error.log") + " info; http { " + http + " }"));
        LogFiles.of(made).open(folder.resolve("error.log"), trouble -> {
            throw new AssertionError(trouble);
        });
        return made;
    }

    private static HttpRequest request(int port, String path) {
        return HttpRequest.newBuilder(URI.create("https://localhost:" + port + path)).build();
    }

    @Test
    void manyRequestsAtOnceAreAnsweredEachByWhatItAsksFor() throws Exception {
        int port = freePort();
        Gateway gateway = Gateway.open(configuration(servers(port, "up")), PollerKind.EPOLL_ET, 1, Map.of());
        try (HttpClient client = client()) {
            List<CompletableFuture<HttpResponse<byte[]>>> all = new ArrayList<>();
            for (int i = 0; i < 40; i++) {
                HttpRequest asked = switch (i % 4) {
                    case 0 -> request(port, "/large");
                    case 1 -> request(port, "/answer");
                    case 2 -> HttpRequest.newBuilder(request(port, "/proxied"), (name, value) -> true)
                            .POST(BodyPublishers.ofByteArray(new byte[10_000 * i])).build();
                    default -> HttpRequest.newBuilder(request(port, "/streamed"), (name, value) -> true)
                            .POST(BodyPublishers.ofByteArray(new byte[10_000 * i])).build();
                };
                all.add(client.sendAsync(asked, BodyHandlers.ofByteArray()));
            }
            for (int i = 0; i < 40; i++) {
                HttpResponse<byte[]> response = all.get(i).get(120, TimeUnit.SECONDS);
                assertEquals(HttpClient.Version.HTTP_2, response.version());
                assertEquals(200, response.statusCode());
                switch (i % 4) {
                    case 0 -> assertEquals(LARGE, response.body().length);
                    case 1 -> assertEquals("HTTP/2.0:h2", new String(response.body()));
                    default -> assertEquals("up POST " + 10_000 * i, new String(response.body()));
                }
            }
        } finally {
            gateway.abort();
            gateway.close();
        }
    }

    @Test
    void aReloadLosesNoStreamAndWhatComesNextIsServedByTheNewConfiguration() throws Exception {
        int port = freePort();
        Gateway gateway = Gateway.open(configuration(servers(port, "old")), PollerKind.EPOLL_ET, 1, Map.of());
        try (HttpClient client = client()) {
            List<HttpResponse<InputStream>> slow = new ArrayList<>();
            for (int i = 0; i < 5; i++) {
                slow.add(client.send(request(port, "/slow"), BodyHandlers.ofInputStream()));
            }
            gateway.reload(configuration(servers(port, "new")));
            for (HttpResponse<InputStream> each : slow) {
                assertEquals(LARGE, each.body().readAllBytes().length);
            }
            HttpResponse<String> next = client.send(request(port, "/proxied"), BodyHandlers.ofString());
            assertEquals("new GET ", next.body());
            assertEquals(HttpClient.Version.HTTP_2, next.version());
        } finally {
            gateway.abort();
            gateway.close();
        }
    }

    /** Asks again and again, and notes what each configuration has answered, until it is told to stop. */
    private static void ask(HttpClient client, int port, LongAdder answered, AtomicBoolean over) {
        while (!over.get()) {
            try {
                HttpResponse<String> response = client.send(request(port, "/proxied"), BodyHandlers.ofString());
                assertEquals(200, response.statusCode());
                answered.increment();
            } catch (IOException | InterruptedException e) {
                throw new AssertionError("a request was lost after " + answered, e);
            }
        }
    }

    @Test
    void requestsThatComeAllTheWhileSurviveManyReloads() throws Exception {
        int port = freePort();
        int clients = 8;
        LongAdder answered = new LongAdder();
        AtomicBoolean over = new AtomicBoolean();
        Gateway gateway = Gateway.open(configuration(servers(port, "up")), PollerKind.EPOLL_ET, 1, Map.of());
        try (HttpClient client = client(); ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < clients; i++) {
                all.add(threads.submit(() -> ask(client, port, answered, over)));
            }
            for (int reload = 0; reload < 20 && all.stream().noneMatch(Future::isDone); reload++) {
                gateway.reload(configuration(servers(port, "up")));
                long before = answered.sum();
                while (answered.sum() < before + 5 * clients && all.stream().noneMatch(Future::isDone)) {
                    Thread.onSpinWait();
                }
            }
            over.set(true);
            for (Future<?> each : all) {
                each.get(120, TimeUnit.SECONDS);
            }
        } finally {
            gateway.abort();
            gateway.close();
        }
    }

    @Test
    void aGatewayThatQuitsFinishesTheStreamsThatHaveBegun() throws Exception {
        int port = freePort();
        Gateway gateway = Gateway.open(configuration(servers(port, "up")), PollerKind.EPOLL_ET, 1, Map.of());
        try (HttpClient client = client()) {
            HttpResponse<InputStream> slow = client.send(request(port, "/slow"), BodyHandlers.ofInputStream());
            CompletableFuture<Void> gone = gateway.quit().toCompletableFuture();
            assertEquals(LARGE, slow.body().readAllBytes().length);
            gone.get(120, TimeUnit.SECONDS);
        } finally {
            gateway.close();
        }
    }

    @Test
    void curlSpeaksEitherVersionOnAClearPort() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/curl")), "no curl");
        int port = freePort();
        try (TestGateway gateway = TestGateway.start(folder, "listen 127.0.0.1:" + port + "; http2 on; "
                + "location / { return 200 \"$server_protocol:$http2:$request\"; }", "")) {
            String url = "http://127.0.0.1:" + port + "/x?y";
            assertEquals("HTTP/2.0:h2c:GET /x?y HTTP/2.0", certificates.run("curl", "-sS", "--http2-prior-knowledge", url));
            assertEquals("HTTP/1.1::GET /x?y HTTP/1.1", certificates.run("curl", "-sS", "--http1.1", url));
            assertTrue(gateway.get("/", "").endsWith("HTTP/1.0::GET / HTTP/1.0"));
        }
    }

    @Test
    void aServerThatDoesNotSpeakItIsNotAskedByIt() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/curl")), "no curl");
        int port = freePort();
        try (TestGateway gateway = TestGateway.start(folder, "listen 127.0.0.1:" + port + " default_server; http2 on; return 200 fine;",
                "server { listen 127.0.0.1:" + port + "; server_name other; return 200 other; }")) {
            assertEquals("421", certificates.run("curl", "-sS", "--http2-prior-knowledge", "-o", "/dev/null", "-w",
                    "%{http_code}", "-H", "Host: other", "http://127.0.0.1:" + port + "/"));
            assertTrue(gateway.get("/", "").endsWith("fine"));
        }
    }
}
