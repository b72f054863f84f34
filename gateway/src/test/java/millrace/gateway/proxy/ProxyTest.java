package millrace.gateway.proxy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
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
}
