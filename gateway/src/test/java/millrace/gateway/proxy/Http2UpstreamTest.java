package millrace.gateway.proxy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import millrace.http.HttpServer;
import millrace.http.Request;
import millrace.http.Response;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Requests that go to upstreams by HTTP/2. */
@Timeout(60)
class Http2UpstreamTest {
    @TempDir
    Path folder;

    /** Tells what it was asked. */
    private static void mirror(Request request, Response response) {
        request.bytes().thenAccept(bytes -> {
            StringBuilder text = new StringBuilder(request.method()).append(' ').append(request.target()).append('\n');
            for (String name : new String[] {"host", "connection", "content-length", "x-a", "te"}) {
                String value = request.header(name);
                text.append(value == null ? "" : name + "=" + value + "\n");
            }
            response.header("X-Up", request.head().isHttp2() ? "2" : "1");
            response.send(text + "body=" + (bytes.length < 100 ? new String(bytes) : bytes.length + " bytes"));
        });
    }

    private static String server(int port, String more) {
        return "upstream u { server 127.0.0.1:" + port + "; keepalive 2; } server { LISTEN; client_max_body_size 0; location / { "
                + "proxy_pass http://u; proxy_http_version 2; " + more + " } }";
    }

    private static String post(String path, String framing, String body) {
        return "POST " + path + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n" + framing + "\r\n\r\n" + body;
    }

    @Test
    void aRequestAndItsAnswerLookAsInHttp1() throws Exception {
        try (HttpServer app = ProxyFixture.app(Http2UpstreamTest::mirror);
                ProxyFixture gateway = new ProxyFixture(Files.createTempDirectory(folder, "g"), server(ProxyFixture.port(app), ""))) {
            String answer = gateway.ask("GET /a%20b?c=d HTTP/1.1\r\nHost: x\r\nX-A: y\r\nTE: trailers\r\nConnection: close, te\r\n\r\n");
            assertTrue(answer.startsWith("HTTP/1.1 200 OK\r\n"), answer);
            assertTrue(answer.toLowerCase().contains("\r\nx-up: 2\r\n"), answer);
            assertTrue(answer.endsWith("GET /a%20b?c=d\nhost=u\nx-a=y\nte=trailers\nbody="), answer);
            assertTrue(gateway.ask("HEAD / HTTP/1.0\r\n\r\n").endsWith("\r\n\r\n"));
        }
    }

    @Test
    void bodiesArriveHoweverTheyAreRead() throws Exception {
        String large = "0123456789".repeat(90_000);
        for (String how : new String[] {"", "proxy_request_buffering off;"}) {
            try (HttpServer app = ProxyFixture.app(Http2UpstreamTest::mirror);
                    ProxyFixture gateway = new ProxyFixture(Files.createTempDirectory(folder, "g"), server(ProxyFixture.port(app), how))) {
                String small = gateway.ask(post("/", "Content-Length: 5", "01234"));
                assertTrue(small.endsWith("content-length=5\nbody=01234"), small);
                String chunks = gateway.ask(post("/", "Transfer-Encoding: chunked", "2\r\nab\r\n3\r\ncde\r\n0\r\n\r\n"));
                assertTrue(chunks.endsWith("body=abcde"), chunks);
                String whole = gateway.ask(post("/", "Content-Length: " + large.length(), large));
                assertTrue(whole.endsWith("body=900000 bytes"), whole);
            }
        }
    }

    @Test
    void aLargeAnswerReachesAClientThatTakesItSlowly() throws Exception {
        byte[] body = "0123456789abcdef".repeat(200_000).getBytes(StandardCharsets.ISO_8859_1);
        try (HttpServer app = ProxyFixture.app((request, response) -> response.send(body));
                ProxyFixture gateway = new ProxyFixture(Files.createTempDirectory(folder, "g"), server(ProxyFixture.port(app), "proxy_buffering off;"));
                SocketChannel client = gateway.connect()) {
            client.write(ByteBuffer.wrap("GET / HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1)));
            ByteBuffer all = ByteBuffer.allocate(body.length + 4096);
            int piece = 1000;
            do {
                all.limit(Math.min(all.capacity(), all.position() + piece));
            } while (client.read(all) >= 0);
            String answer = new String(all.array(), 0, all.position(), StandardCharsets.ISO_8859_1);
            assertEquals(new String(body, StandardCharsets.ISO_8859_1), answer.substring(answer.indexOf("\r\n\r\n") + 4));
        }
    }

    @Test
    void aSlowClientHoldsTheUpstreamBack() throws Exception {
        CompletableFuture<Integer> sent = new CompletableFuture<>();
        try (RawUpstream upstream = RawUpstream.start(talk -> {
            FrameTalk frames = FrameTalk.begin(talk);
            int stream = frames.request();
            frames.send(FrameTalk.HEADERS, FrameTalk.END_HEADERS, stream, FrameTalk.OK);
            sent.complete(frames.sendUntilHeld(stream, 64 << 20));
            frames.waitForEnd();
        }); ProxyFixture gateway = new ProxyFixture(Files.createTempDirectory(folder, "g"), server(upstream.port(), "proxy_buffering off;"));
                SocketChannel client = gateway.connect()) {
            // A gateway that read on whatever its client takes would open the windows for ever.
            client.write(ByteBuffer.wrap("GET / HTTP/1.0\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1)));
            assertTrue(sent.get(30, TimeUnit.SECONDS) < 64 << 20);
        }
    }

    @Test
    void trailersReachTheClientAsItsOwn() throws Exception {
        try (RawUpstream upstream = RawUpstream.start(talk -> {
            FrameTalk frames = FrameTalk.begin(talk);
            int stream = frames.request();
            frames.send(FrameTalk.HEADERS, FrameTalk.END_HEADERS, stream, FrameTalk.OK);
            frames.send(FrameTalk.DATA, 0, stream, "hello");
            frames.send(FrameTalk.HEADERS, FrameTalk.END_HEADERS | FrameTalk.END_STREAM, stream,
                    FrameTalk.field("grpc-status", "0"));
            frames.waitForEnd();
        }); ProxyFixture gateway = new ProxyFixture(Files.createTempDirectory(folder, "g"),
                "server { LISTEN; location / { grpc_pass grpc://127.0.0.1:" + upstream.port() + "; } }")) {
            String answer = gateway.ask("GET / HTTP/1.1\r\nHost: x\r\nTE: trailers\r\nConnection: close, te\r\n\r\n");
            assertTrue(answer.endsWith("\r\n\r\n5\r\nhello\r\n0\r\ngrpc-status: 0\r\n\r\n"), answer);
        }
    }

    @Test
    void oneConnectionServesOneRequestAfterTheOther() throws Exception {
        LinkedBlockingQueue<String> seen = new LinkedBlockingQueue<>();
        try (RawUpstream upstream = RawUpstream.start(talk -> {
            FrameTalk frames = FrameTalk.begin(talk);
            while (true) {
                int stream = frames.request();
                seen.add(talk.number() + ":" + stream);
                frames.answer(stream, "ok");
            }
        }); ProxyFixture gateway = new ProxyFixture(Files.createTempDirectory(folder, "g"), server(upstream.port(), ""))) {
            for (int i = 0; i < 3; i++) {
                assertTrue(gateway.get("/").endsWith("\r\n\r\nok"));
            }
            assertEquals("[0:1, 0:3, 0:5]", seen.toString());
        }
    }

    @Test
    void hintsBeforeTheAnswerArePassedOn() throws Exception {
        try (RawUpstream upstream = RawUpstream.start(talk -> {
            FrameTalk frames = FrameTalk.begin(talk);
            int stream = frames.request();
            frames.send(FrameTalk.HEADERS, FrameTalk.END_HEADERS, stream,
                    FrameTalk.block(FrameTalk.HINTS, FrameTalk.field("link", "</a>")));
            frames.answer(stream, "ok");
            frames.waitForEnd();
        }); ProxyFixture gateway = new ProxyFixture(Files.createTempDirectory(folder, "g"), server(upstream.port(), "early_hints 1;"))) {
            String answer = gateway.ask("GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n");
            assertTrue(answer.startsWith("HTTP/1.1 103 Early Hints\r\nlink: </a>\r\n\r\nHTTP/1.1 200 OK\r\n"), answer);
        }
    }
}
