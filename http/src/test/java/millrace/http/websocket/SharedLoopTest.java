package millrace.http.websocket;

import static org.junit.jupiter.api.Assertions.assertEquals;

import millrace.http.HttpServer;
import millrace.http.Logged;
import millrace.http.Servers;
import org.junit.jupiter.api.Test;

/** What all connections of a loop share does not show through from one to another. */
class SharedLoopTest {
    private static final int LAST = RawWebSocket.LAST;
    private static final int TEXT = LAST | RawWebSocket.TEXT;

    @Test
    void aTextThatIsRefusedDoesNotStandBeforeThatOfAnother() throws Exception {
        Recorder careless = new Recorder() {
            @Override
            public void onText(WebSocket socket, String text) {
                if (text.equals("begin")) {
                    socket.piece(true, new byte[] {'a'}, 0, 1, false);
                    socket.text("secret");
                } else {
                    socket.text(text);
                }
            }
        };
        try (Logged _ = Logged.by("millrace.http", entry -> {});
                HttpServer server = Servers.start((request, response) ->
                        WebSocketUpgrade.DEFAULT.accept(request, response, careless));
                RawWebSocket one = new RawWebSocket(server.port());
                RawWebSocket other = new RawWebSocket(server.port())) {
            assertEquals("a", one.send(TEXT, "begin").frame().text());
            assertEquals(1011, one.frame().code());
            assertEquals("hello", other.send(TEXT, "hello").frame().text());
        }
    }
}
