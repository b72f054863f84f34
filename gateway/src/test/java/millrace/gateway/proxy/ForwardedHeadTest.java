package millrace.gateway.proxy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The octets of the head that an upstream gets. */
@Timeout(60)
class ForwardedHeadTest {
    private static final String END = "\r\n\r\n";

    @TempDir
    Path folder;

    /** What one request becomes on its way through a location. */
    private String forwarded(String location, String request, String answer, StringBuilder reply) throws Exception {
        try (ServerSocket upstream = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            CompletableFuture<String> head = CompletableFuture.supplyAsync(() -> take(upstream, answer));
            String text = "server { LISTEN; " + location.replace("UPSTREAM", "http://127.0.0.1:" + upstream.getLocalPort())
                    + " }";
            try (ProxyFixture gateway = new ProxyFixture(Files.createTempDirectory(folder, "g"), text)) {
                reply.append(gateway.ask(request));
                return head.get(30, TimeUnit.SECONDS).replace("127.0.0.1:" + upstream.getLocalPort(), "UP");
            }
        }
    }

    private static String take(ServerSocket upstream, String answer) {
        try (Socket connection = upstream.accept()) {
            StringBuilder head = new StringBuilder();
            while (head.indexOf(END) < 0) {
                head.append((char) connection.getInputStream().read());
            }
            connection.getOutputStream().write(answer.getBytes(StandardCharsets.ISO_8859_1));
            return head.toString();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private String forwarded(String location, String request) throws Exception {
        return forwarded(location, request, "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", new StringBuilder());
    }

    @Test
    void fieldsThatAreSetComeBeforeTheUsualOnesAndTheClientsLast() throws Exception {
        assertEquals("GET /x HTTP/1.0\r\nX-Set: 1\r\nHost: UP\r\nConnection: close\r\nX-Own: 2" + END,
                forwarded("location / { proxy_http_version 1.0; proxy_set_header X-Set 1; proxy_pass UPSTREAM; }",
                        "GET /x HTTP/1.1\r\nHost: a\r\nX-Own: 2\r\nConnection: close" + END));
    }

    @Test
    void aLengthOfZeroIsToldWhereTheClientDoes() throws Exception {
        for (String method : new String[] {"GET", "POST"}) {
            String head = forwarded("location / { proxy_pass UPSTREAM; }",
                    method + " / HTTP/1.1\r\nHost: a\r\nContent-Length: 0\r\nConnection: close" + END);
            assertTrue(head.contains("\r\nContent-Length: 0\r\n"), head);
        }
        for (String buffering : new String[] {"on", "off"}) {
            String head = forwarded("location / { proxy_request_buffering " + buffering + "; proxy_pass UPSTREAM; }",
                    "GET / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nConnection: close" + END);
            assertTrue(!head.contains("Content-Length"), head);
        }
    }

    @Test
    void aPathIsEncodedAnewOnlyWhereItWasDecoded() throws Exception {
        String location = "location /a/ { proxy_pass UPSTREAM/b/; } location /n/ { try_files /none @n; }"
                + " location @n { rewrite ^/n/(.*) /b/$1 break; proxy_pass UPSTREAM; }";
        String rest = " HTTP/1.1\r\nHost: a\r\nConnection: close" + END;
        assertTrue(forwarded(location, "GET /a//{x}|y" + rest).startsWith("GET /b/{x}|y HTTP/1.1\r\n"));
        assertTrue(forwarded(location, "GET /a/%7Bx}%20" + rest).startsWith("GET /b/%7Bx%7D%20 HTTP/1.1\r\n"));
        assertTrue(forwarded(location, "GET /n/{x}" + rest).startsWith("GET /b/%7Bx%7D HTTP/1.1\r\n"));
    }

    @Test
    void aNotModifiedMayTellHowLongTheBodyWouldBe() throws Exception {
        StringBuilder reply = new StringBuilder();
        forwarded("location / { proxy_pass UPSTREAM; }", "GET / HTTP/1.1\r\nHost: a\r\nConnection: close" + END,
                "HTTP/1.1 304 Not Modified\r\nContent-Length: 7\r\n\r\n", reply);
        assertTrue(reply.indexOf("\r\nContent-Length: 7\r\n") > 0 && reply.toString().endsWith(END), reply.toString());
    }
}
