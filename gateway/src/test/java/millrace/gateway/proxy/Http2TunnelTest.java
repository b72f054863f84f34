package millrace.gateway.proxy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import millrace.http.HttpServer;
import millrace.http.websocket.WebSocket;
import millrace.http.websocket.WebSocketHandler;
import millrace.http.websocket.WebSocketUpgrade;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** WebSockets of clients that speak HTTP/2 (RFC 8441) reach apps that know HTTP/1 only, with the configuration that everybody has. */
@Timeout(120)
class Http2TunnelTest {
    private static final int PROTOCOL_ERROR = 1;

    @TempDir
    Path folder;

    @Test
    void aWebSocketOfAStreamReachesAnAppOfHttp1() throws Exception {
        CompletableFuture<Integer> closed = new CompletableFuture<>();
        WebSocketHandler echo = new WebSocketHandler() {
            @Override
            public void onText(WebSocket socket, String text) {
                socket.text(text);
            }

            @Override
            public void onClosed(WebSocket socket, int code, String reason) {
                closed.complete(code);
            }
        };
        try (HttpServer app = ProxyFixture.app((request, response) ->
                        WebSocketUpgrade.DEFAULT.subprotocols("chat").accept(request, response, echo));
                ProxyFixture gateway = new ProxyFixture(folder, TunnelClient.configuration(app.port(), ""));
                TunnelClient client = new TunnelClient(gateway.connect())) {
            assertTrue(client.isOffered());
            String answer = client.ask(1, "/chat", "sec-websocket-protocol", "chat", "sec-websocket-extensions", "permessage-deflate")
                    .answer();
            assertTrue(answer.startsWith(":status: 200\n"), answer);
            assertTrue(answer.contains("\nsec-websocket-protocol: chat\n"), answer);
            assertTrue(answer.contains("\nsec-websocket-extensions: permessage-deflate"), answer);
            for (String absent : new String[] {"\nsec-websocket-accept:", "\nupgrade:", "\nconnection:", "\nend\n"}) {
                assertFalse(answer.contains(absent), answer);
            }
            client.send(1, "\u0081\u0085\0\0\0\0hello");
            assertEquals("\u0081\5hello", client.text(1, 7));
            client.send(1, "\u0088\u0082\0\0\0\0\u000f\u00a0");
            assertEquals("\u0088\2\u000f\u00a0", client.text(1, 4));
            assertTrue(TunnelClient.isEnd(client.data(1)));
            assertEquals(4000, closed.get(60, TimeUnit.SECONDS));
        }
    }

    @Test
    void anUpstreamSeesTheUpgradeThatABrowserWouldAskForInHttp1() throws Exception {
        CompletableFuture<String> seen = new CompletableFuture<>();
        try (RawUpstream up = RawUpstream.start(talk -> {
                    String head = talk.head();
                    seen.complete(head);
                    talk.say(TunnelClient.agreement(head) + "first");
                });
                ProxyFixture gateway = new ProxyFixture(folder, "log_format seen '$request|$request_method|$server_protocol"
                        + "|$http_upgrade|$status|$upstream_status|$body_bytes_sent'; "
                        + TunnelClient.configuration(up.port(), "access_log " + folder.resolve("access.log") + " seen;"));
                TunnelClient client = new TunnelClient(gateway.connect())) {
            client.ask(1, "/chat?a=b", "sec-websocket-key", "mine", "cookie", "a=1", "cookie", "b=2").answer();
            assertEquals("first", client.text(1, 5));
            assertTrue(TunnelClient.isEnd(client.data(1)));
            String head = seen.get(60, TimeUnit.SECONDS);
            assertTrue(head.startsWith("GET /chat?a=b HTTP/1.1\r\n"), head);
            assertTrue(head.contains("\r\nUpgrade: websocket\r\nConnection: upgrade\r\n"), head);
            assertTrue(head.contains("\r\nsec-websocket-version: 13\r\n"), head);
            assertTrue(head.contains("\r\ncookie: a=1; b=2\r\n"), head);
            assertFalse(head.toLowerCase(Locale.ROOT).contains("content-length") || head.toLowerCase(Locale.ROOT).contains("transfer-encoding"), head);
            assertEquals(16, Base64.getDecoder().decode(TunnelClient.key(head)).length);
            client.close();
            gateway.gateway().quit().toCompletableFuture().get(60, TimeUnit.SECONDS);
            assertEquals("GET /chat?a=b HTTP/2.0|GET|HTTP/2.0|websocket|101|101|5\n", Files.readString(folder.resolve("access.log")));
        }
    }

    @Test
    void tunnelsAreOfferedOnlyWhereUpgradesArePassedOn() throws Exception {
        try (ProxyFixture gateway = new ProxyFixture(folder, TunnelClient.configuration(1, "proxy_set_header Upgrade $http_upgrade;").replace(
                        "proxy_set_header Upgrade", "proxy_set_header X-Upgrade"));
                TunnelClient client = new TunnelClient(gateway.connect())) {
            assertFalse(client.isOffered());
            FrameTalk.Frame reset = client.ask(1, "/").frames.next(FrameTalk.RST_STREAM);
            assertEquals(PROTOCOL_ERROR, ByteBuffer.wrap(reset.payload()).getInt());
        }
    }

    @Test
    void whatIsNoAgreementIsNeverTakenForOne() throws Exception {
        try (RawUpstream up = RawUpstream.start(talk -> {
                    String head = talk.head();
                    talk.say(head.startsWith("GET /page ") ? "HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\npage"
                            : head.startsWith("GET /no ") ? "HTTP/1.1 403 Forbidden\r\nContent-Length: 2\r\n\r\nno"
                            : TunnelClient.agreement("Sec-WebSocket-Key: another\r\n"));
                });
                ProxyFixture gateway = new ProxyFixture(folder, TunnelClient.configuration(up.port(), ""));
                TunnelClient client = new TunnelClient(gateway.connect())) {
            String page = client.ask(1, "/page").answer();
            assertTrue(page.startsWith(":status: 501\n") && page.endsWith("\nend\n"), page);
            assertTrue(gateway.errors().contains("client asked for a WebSocket, and was to get an answer with status 200"));
            assertTrue(client.ask(3, "/no").answer().startsWith(":status: 403\n"));
            assertEquals("no", client.text(3, 2));
            assertTrue(client.ask(5, "/other").answer().startsWith(":status: 502\n"));
            assertTrue(client.connect(7, "connect-udp", "/").answer().startsWith(":status: 501\n"));
            assertTrue(client.ask(9, "/", "content-length", "1").answer().startsWith(":status: 400\n"));
        }
    }

    @Test
    void whatIsSaidBeforeTheAgreementArrivesBehindIt() throws Exception {
        CompletableFuture<Void> sent = new CompletableFuture<>();
        try (RawUpstream up = RawUpstream.start(talk -> {
                    String head = talk.head();
                    sent.join();
                    talk.say(TunnelClient.agreement(head));
                    talk.say(new String(talk.socket().getInputStream().readNBytes(5), StandardCharsets.US_ASCII));
                });
                ProxyFixture gateway = new ProxyFixture(folder, TunnelClient.configuration(up.port(), ""));
                TunnelClient client = new TunnelClient(gateway.connect())) {
            client.ask(1, "/chat").send(1, "early");
            sent.complete(null);
            client.answer();
            assertEquals("early", client.text(1, 5));
        }
    }
}
