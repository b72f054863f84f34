import java.util.HashSet;
import java.util.Set;
import millrace.http.HttpException;
import millrace.http.HttpServer;
import millrace.http.Request;
import millrace.http.Response;
import millrace.http.websocket.WebSocket;
import millrace.http.websocket.WebSocketHandler;
import millrace.http.websocket.WebSocketOptions;
import millrace.http.websocket.WebSocketUpgrade;

/** A chat by WebSocket: what one says, all hear. Everything happens on the one loop, so that nothing needs a lock. */
public class Chat implements WebSocketHandler {
    /** Who has not taken so much of what was said is shown the door: nobody's memory is for one who sleeps. */
    private static final long MOST_BEHIND_BYTES = 1 << 20;

    private static final WebSocketUpgrade UPGRADE = WebSocketUpgrade.DEFAULT
            .subprotocols("chat")
            .options(WebSocketOptions.DEFAULT.withMessageBytes(4096));

    private static final String PAGE = """
            <!doctype html><meta charset="utf-8"><title>Chat</title>
            <form><input autofocus autocomplete="off"></form><pre></pre>
            <script>
            const socket = new WebSocket(`ws${location.protocol.slice(4)}//${location.host}/chat`, 'chat');
            const pre = document.querySelector('pre'), input = document.querySelector('input');
            socket.onmessage = (event) => { pre.textContent += event.data + '\\n'; };
            socket.onclose = (event) => { pre.textContent += `closed: ${event.code} ${event.reason}\\n`; };
            document.forms[0].onsubmit = () => { socket.send(input.value); input.value = ''; return false; };
            </script>
            """;

    private final Set<WebSocket> room = new HashSet<>();

    @Override
    public void onOpen(WebSocket socket) {
        room.add(socket);
        socket.text("Hello! You are " + room.size() + " here.");
    }

    @Override
    public void onText(WebSocket socket, String text) {
        for (WebSocket member : room) {
            if (!member.text(text) && member.queuedBytes() > MOST_BEHIND_BYTES) {
                member.abort();
            }
        }
    }

    @Override
    public void onClosed(WebSocket socket, int code, String reason) {
        room.remove(socket);
    }

    private void route(Request request, Response response) throws HttpException {
        if (request.pathIs("/chat")) {
            UPGRADE.accept(request, response, this);
        } else if (request.pathIs("/")) {
            response.header("Content-Type", "text/html; charset=utf-8").send(PAGE);
        } else {
            throw new HttpException(404, "there is only /");
        }
    }

    public static void main(String[] args) throws Exception {
        HttpServer.listen(8080, new Chat()::route);
    }
}
