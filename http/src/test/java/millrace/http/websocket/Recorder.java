package millrace.http.websocket;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Sends back what comes, and tells the test of it, as text. */
class Recorder implements WebSocketHandler {
    final LinkedBlockingQueue<String> events = new LinkedBlockingQueue<>();

    /** The next thing that happens; the deadline is a safety net. */
    String next() throws InterruptedException {
        return events.poll(60, TimeUnit.SECONDS);
    }

    @Override
    public void onText(WebSocket socket, String text) {
        events.add("text " + text);
        socket.text(text);
    }

    @Override
    public void onBinary(WebSocket socket, byte[] bytes, int offset, int length) {
        events.add("binary " + length);
        socket.binary(bytes, offset, length);
    }

    @Override
    public void onPing(WebSocket socket, byte[] bytes, int offset, int length) {
        events.add("ping " + length);
    }

    @Override
    public void onPong(WebSocket socket, byte[] bytes, int offset, int length) {
        events.add("pong " + length);
    }

    @Override
    public void onClosed(WebSocket socket, int code, String reason) {
        events.add("closed " + code + " " + reason);
    }
}
