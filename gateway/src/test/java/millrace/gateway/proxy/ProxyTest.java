package millrace.gateway.proxy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import millrace.http.HttpServer;
import millrace.http.Request;
import millrace.http.Response;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ProxyTest {
    @TempDir
    Path folder;

    /** Tells what it was asked. */
    private static void mirror(Request request, Response response) {
        request.bytes().thenAccept(bytes -> {
            StringBuilder text = new StringBuilder(request.method()).append(' ').append(request.target()).append('\n');
            for (String name : new String[] {"host", "connection", "content-length", "transfer-encoding", "x-a", "x-b", "te"}) {
                String value = request.header(name);
                text.append(value == null ? "" : name + "=" + value + "\n");
            }
            response.header("X-Up", "1");
            response.send(text + "body=" + new String(bytes));
        });
    }

    private static String pass(HttpServer app, String uri) {
        return "proxy_pass http://127.0.0.1:" + ProxyFixture.port(app) + uri + ";";
    }

    @Test
    void aRequestGoesToTheUpstreamAsItCameAndTheAnswerBack() throws Exception {
        try (HttpServer app = ProxyFixture.app(ProxyTest::mirror);
                ProxyFixture gateway = new ProxyFixture(folder, "server { LISTEN; location / { " + pass(app, "") + " } }")) {
            String answer = gateway.ask("GET /a%20b?c=d HTTP/1.1\r\nHost: x\r\nX-A: y\r\nTE: z\r\nConnection: close\r\n\r\n");
            assertTrue(answer.startsWith("HTTP/1.1 200 OK\r\n"), answer);
            assertTrue(answer.contains("X-Up: 1\r\n"), answer);
            assertTrue(answer.endsWith("GET /a%20b?c=d\nhost=127.0.0.1:" + ProxyFixture.port(app) + "\nx-a=y\nbody="), answer);
        }
    }

    @Test
    void theUriTakesThePlaceOfTheLocation() throws Exception {
        try (HttpServer app = ProxyFixture.app(ProxyTest::mirror);
                ProxyFixture gateway = new ProxyFixture(folder, "server { LISTEN; location /one/ { " + pass(app, "/two/")
                        + " proxy_set_header X-A \"$proxy_host \"; proxy_set_header X-B \"\"; proxy_set_header Host h; } }")) {
            String answer = gateway.ask("GET /one/a%20b?c=d HTTP/1.0\r\nX-B: y\r\n\r\n");
            assertTrue(answer.endsWith("GET /two/a%20b?c=d\nhost=h\nx-a=127.0.0.1:" + ProxyFixture.port(app) + "\nbody="), answer);
        }
    }

    @Test
    void bodiesGoUpstreamWholeOrAsTheyCome() throws Exception {
        try (HttpServer app = ProxyFixture.app(ProxyTest::mirror);
                ProxyFixture gateway = new ProxyFixture(folder, "server { LISTEN; location / { " + pass(app, "")
                        + " } location /stream { proxy_request_buffering off; " + pass(app, "") + " } }")) {
            String chunks = " HTTP/1.1\r\nHost: a\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n"
                    + "3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n";
            String whole = gateway.ask("POST /x" + chunks);
            assertTrue(whole.contains("content-length=5\n") && whole.endsWith("body=abcde"), whole);
            String streamed = gateway.ask("POST /stream" + chunks);
            assertTrue(streamed.contains("transfer-encoding=chunked\n") && streamed.endsWith("body=abcde"), streamed);
        }
    }

    @Test
    void answersOfAnyFramingReachTheClient() throws Exception {
        String long1 = "0123456789".repeat(30_000);
        try (HttpServer app = ProxyFixture.app((request, response) -> {
                    if (request.path().equals("/chunked")) {
                        response.write(long1.getBytes());
                        response.end();
                    } else {
                        response.send(long1);
                    }
                });
                ProxyFixture gateway = new ProxyFixture(folder, "server { LISTEN; location / { " + pass(app, "") + " } }")) {
            assertTrue(gateway.get("/length").endsWith("\r\n\r\n" + long1));
            assertTrue(gateway.get("/chunked").endsWith("\r\n\r\n" + long1));
            String head = gateway.ask("HEAD /length HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
            assertTrue(head.contains("Content-Length: 300000\r\n") && head.endsWith("\r\n\r\n"), head);
        }
    }

    @Test
    void anUpstreamThatIsNotThereIsABadGatewayAndALineInTheLog() throws Exception {
        int port;
        try (HttpServer app = ProxyFixture.app(ProxyTest::mirror)) {
            port = ProxyFixture.port(app);
        }
        try (ProxyFixture gateway = new ProxyFixture(folder,
                "server { LISTEN; location / { proxy_pass http://127.0.0.1:" + port + "; } }")) {
            assertTrue(gateway.get("/x").startsWith("HTTP/1.1 502 Bad Gateway\r\n"));
            assertTrue(gateway.errors().contains("connect() failed (111: Connection refused) while connecting to upstream"),
                    gateway.errors());
            assertTrue(gateway.errors().contains("upstream: \"http://127.0.0.1:" + port + "/x\""), gateway.errors());
        }
    }

    @Test
    void requestsShareAKeptConnection() throws Exception {
        try (HttpServer app = ProxyFixture.app((request, response) -> response.send(request.remoteAddress().toString()));
                ProxyFixture gateway = new ProxyFixture(folder, "upstream u { server 127.0.0.1:" + ProxyFixture.port(app)
                        + "; keepalive 4; } server { LISTEN; location / { proxy_pass http://u; } }")) {
            String first = gateway.get("/");
            assertFalse(first.isEmpty());
            assertEquals(first.substring(first.indexOf("\r\n\r\n")), gateway.get("/").substring(first.indexOf("\r\n\r\n")));
        }
    }

    @Test
    void whatAClientDoesNotTakeWaitsInAFileAndTheUpstreamIsDone() throws Exception {
        int pieces = 400;
        byte[] piece = "0123456789abcdef".repeat(2048).getBytes();
        CompletableFuture<Void> written = new CompletableFuture<>();
        try (HttpServer app = ProxyFixture.app((request, response) -> writeAll(response, piece, pieces, written));
                ProxyFixture gateway = new ProxyFixture(folder, "server { LISTEN; location / { " + pass(app, "") + " } }");
                SocketChannel client = gateway.connect()) {
            client.write(ByteBuffer.wrap("GET / HTTP/1.0\r\n\r\n".getBytes()));
            // The client has read nothing yet.
            written.get(30, TimeUnit.SECONDS);
            long length = 0;
            ByteBuffer buffer = ByteBuffer.allocate(1 << 20);
            for (int read = client.read(buffer); read >= 0; read = client.read(buffer.clear())) {
                length += read;
            }
            long body = (long) pieces * piece.length;
            assertTrue(length > body && length < body + 1000, () -> "bytes");
            assertTrue(gateway.errors().contains("an upstream response is buffered to a temporary file"));
        }
    }

    /** In chunks, so that the length is not known. */
    private static void writeAll(Response response, byte[] piece, int left, CompletableFuture<Void> written) {
        int rest = left;
        while (rest > 0) {
            rest--;
            if (!response.write(piece)) {
                int more = rest;
                response.onWritable(() -> writeAll(response, piece, more, written));
                return;
            }
        }
        response.end();
        written.complete(null);
    }

    @Test
    void aPostThatMayHaveBeenSeenIsNotRepeatedUnlessTheConfigurationSaysSo() throws Exception {
        AtomicInteger seen = new AtomicInteger();
        try (HttpServer app = ProxyFixture.app((request, response) -> {
                    seen.incrementAndGet();
                    request.connection().abort();
                });
                ProxyFixture gateway = new ProxyFixture(folder, "upstream u { server 127.0.0.1:" + app.port()
                        + " max_fails=0; server 127.0.0.1:" + app.port() + " max_fails=0; } server { LISTEN; "
                        + "location / { proxy_pass http://u; add_header X-F $upstream_failure always; } "
                        + "location /twice { proxy_pass http://u; proxy_next_upstream error non_idempotent; } }")) {
            String post = " HTTP/1.0\r\nContent-Length: 1\r\n\r\na";
            String once = gateway.ask("POST /" + post);
            assertTrue(once.startsWith("HTTP/1.1 502 "), once);
            assertTrue(once.contains("X-F: closed_before_header upstream if_idempotent\r\n"), once);
            assertEquals(1, seen.getAndSet(0));
            gateway.ask("POST /twice" + post);
            assertEquals(2, seen.getAndSet(0));
            gateway.get("/");
            assertEquals(2, seen.get());
        }
    }

    @Test
    void anUpgradeBecomesATunnel() throws Exception {
        try (HttpServer app = ProxyFixture.app((request, response) -> response.upgrade("x",
                        (connection, bytes, offset, length) -> {
                            connection.write(bytes, offset, length);
                            return length;
                        }));
                ProxyFixture gateway = new ProxyFixture(folder, "server { LISTEN; location / { " + pass(app, "")
                        + " proxy_set_header Upgrade $http_upgrade; proxy_set_header Connection upgrade; } }");
                SocketChannel client = gateway.connect()) {
            client.write(ByteBuffer.wrap(
                    "GET / HTTP/1.1\r\nHost: a\r\nUpgrade: x\r\nConnection: upgrade\r\n\r\nearly".getBytes()));
            StringBuilder all = new StringBuilder();
            readUntil(client, all, "early");
            assertTrue(all.toString().startsWith("HTTP/1.1 101 "), all::toString);
            client.write(ByteBuffer.wrap("late".getBytes()));
            readUntil(client, all, "earlylate");
        }
    }

    private static void readUntil(SocketChannel client, StringBuilder all, String end) throws Exception {
        ByteBuffer buffer = ByteBuffer.allocate(4096);
        while (!all.toString().endsWith(end)) {
            assertTrue(client.read(buffer.clear()) > 0, all::toString);
            all.append(new String(buffer.array(), 0, buffer.position()));
        }
    }

    @Test
    void anAnswerThatBreaksOffBreaksOffForTheClientToo() throws Exception {
        try (HttpServer app = ProxyFixture.app((request, response) -> {
                    response.length(10);
                    response.write("12345".getBytes());
                    response.flush();
                    request.connection().finish();
                });
                ProxyFixture gateway = new ProxyFixture(folder, "server { LISTEN; location / { " + pass(app, "") + " } }")) {
            String answer = gateway.get("/");
            assertTrue(answer.endsWith("\r\n\r\n12345"), answer);
            assertTrue(gateway.errors().contains("upstream prematurely closed connection while reading upstream"));
        }
    }

    @Test
    void loopsShareTheirIdleConnections() throws Exception {
        Set<String> seen = ConcurrentHashMap.newKeySet();
        try (HttpServer app = ProxyFixture.app((request, response) -> {
                    seen.add(request.remoteAddress().toString());
                    response.send("x");
                });
                ProxyFixture gateway = new ProxyFixture(folder, 3, "upstream u { server 127.0.0.1:" + app.port()
                        + "; keepalive 1; } server { LISTEN; location / { proxy_pass http://u; } }")) {
            for (int i = 0; i < 30; i++) {
                assertTrue(gateway.get("/").endsWith("\r\n\r\nx"));
            }
            assertEquals(1, seen.size(), seen::toString);
        }
    }
}
