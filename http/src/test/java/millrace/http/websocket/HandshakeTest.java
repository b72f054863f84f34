package millrace.http.websocket;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import millrace.http.HttpServer;
import millrace.http.RawClient;
import millrace.http.Servers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HandshakeTest {
    private static final String KEY = "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n";
    private static final String VERSION = "Sec-WebSocket-Version: 13\r\n";
    private static final String UPGRADE = "Upgrade: websocket\r\nConnection: keep-alive, Upgrade\r\n";

    private static HttpServer serve(WebSocketUpgrade upgrade) throws IOException {
        return Servers.start((request, response) -> upgrade.accept(request, response, new Recorder()));
    }

    private static int ask(WebSocketUpgrade upgrade, String line, String fields) throws IOException {
        try (HttpServer server = serve(upgrade);
                RawClient client = new RawClient(server)) {
            return client.send(line + "\r\nHost: example.org\r\n" + fields + "\r\n").answer().status();
        }
    }

    @Test
    void whatIsNoHandshakeIsToldWhatIsMissing() throws Exception {
        WebSocketUpgrade any = WebSocketUpgrade.DEFAULT;
        String get = "GET / HTTP/1.1";
        assertEquals(101, ask(any, get, UPGRADE + VERSION + KEY));
        assertEquals(405, ask(any, "POST / HTTP/1.1", UPGRADE + VERSION + KEY + "Content-Length: 0\r\n"));
        assertEquals(426, ask(any, get, VERSION + KEY));
        assertEquals(426, ask(any, get, "Upgrade: h2c\r\nConnection: Upgrade\r\n" + VERSION + KEY));
        assertEquals(426, ask(any, get, UPGRADE + KEY));
        assertEquals(426, ask(any, get, UPGRADE + KEY + "Sec-WebSocket-Version: 8\r\n"));
        assertEquals(400, ask(any, get, UPGRADE + VERSION));
        assertEquals(400, ask(any, get, UPGRADE + VERSION + KEY + "Content-Length: 5\r\n"));
        assertEquals(400, ask(any, get, UPGRADE + VERSION + "Sec-WebSocket-Key: c2hvcnQ=\r\n"));
        assertEquals(400, ask(any, get, UPGRADE + VERSION + "Sec-WebSocket-Key: ?\r\n"));
    }

    @ParameterizedTest
    @CsvSource({"http://example.org, 101", "https://EXAMPLE.org, 101", "https://example.org:8443, 403",
        "https://example.org.evil.net, 403", "null, 403"})
    void browsersConnectFromPagesOfTheSameHostOnly(String origin, int status) throws Exception {
        assertEquals(status, ask(WebSocketUpgrade.DEFAULT, "GET / HTTP/1.1",
                UPGRADE + VERSION + KEY + "Origin: " + origin + "\r\n"));
    }

    @Test
    void otherOriginsMayBeNamed() throws Exception {
        WebSocketUpgrade named = WebSocketUpgrade.DEFAULT.origins("https://a.example", "https://b.example");
        String fields = UPGRADE + VERSION + KEY + "Origin: ";
        assertEquals(101, ask(named, "GET / HTTP/1.1", fields + "https://b.example\r\n"));
        assertEquals(403, ask(named, "GET / HTTP/1.1", fields + "http://example.org\r\n"));
    }

    @Test
    void theServersFirstSubprotocolThatTheClientSpeaksIsChosen() throws Exception {
        try (HttpServer server = serve(WebSocketUpgrade.DEFAULT.subprotocols("chat.v2", "chat"))) {
            try (RawWebSocket client = new RawWebSocket(server.port(),
                    "Sec-WebSocket-Protocol: chat , x\r\n", "Sec-WebSocket-Protocol: chat.v2\r\n")) {
                assertTrue(client.head.contains("Sec-WebSocket-Protocol: chat.v2\r\n"), client.head);
            }
            try (RawWebSocket client = new RawWebSocket(server.port(), "Sec-WebSocket-Protocol: x\r\n")) {
                assertFalse(client.head.contains("Sec-WebSocket-Protocol"), client.head);
            }
        }
    }
}
