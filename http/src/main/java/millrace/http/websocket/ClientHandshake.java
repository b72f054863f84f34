package millrace.http.websocket;

import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import millrace.http.codec.Fields;
import millrace.http.codec.ResponseHead;
import millrace.http.codec.ResponseParser;
import millrace.http.websocket.frame.Role;
import millrace.loop.Connection;
import millrace.loop.StreamHandler;

/** A client's connection until the server has agreed (RFC 6455 section 4.1). For the loop's own thread only. */
final class ClientHandshake implements StreamHandler {
    private static final int MOST_HEAD_BYTES = 16 << 10;

    final String key = new String(HandshakeKey.next(), StandardCharsets.ISO_8859_1);
    final CompletableFuture<WebSocket> result = new CompletableFuture<>();
    private final WebSocketOptions options;
    private final List<String> subprotocols;
    private final WebSocketHandler handler;
    private final ResponseParser parser = new ResponseParser(MOST_HEAD_BYTES);
    private final ResponseHead head = new ResponseHead();

    ClientHandshake(WebSocketOptions options, List<String> subprotocols, WebSocketHandler handler) {
        this.options = options;
        this.subprotocols = subprotocols;
        this.handler = handler;
        head.reset(false);
    }

    @Override
    public int onData(Connection connection, byte[] buffer, int offset, int length) {
        int done = 0;
        do {
            int used = parser.parse(head, buffer, offset + done, offset + length);
            if (used == ResponseParser.INCOMPLETE) {
                return done;
            }
            if (used == ResponseParser.REFUSED) {
                connection.abort(new IOException("the server's answer cannot be read: " + head.refusal().reason()));
                return length;
            }
            done += used;
        } while (isInterim());
        try {
            agreed(connection);
        } catch (IOException e) {
            connection.abort(e);
            return length;
        }
        return done;
    }

    /** Whether what has come is to be followed by an answer, perhaps in the same bytes. */
    private boolean isInterim() {
        boolean interim = head.isInterim();
        if (interim) {
            head.reset(false);
        }
        return interim;
    }

    private void agreed(Connection connection) throws IOException {
        Fields fields = head.fields();
        if (head.status() != 101) {
            throw new IOException("the server does not agree to a WebSocket: " + head.status() + " " + head.reason());
        }
        if (!HandshakeKey.isAnswered(key, fields)) {
            throw new IOException("the server's answer is not that to a WebSocket's handshake");
        }
        String subprotocol = fields.get("sec-websocket-protocol");
        if (subprotocol != null && !subprotocols.contains(subprotocol)) {
            throw new IOException("the server has chosen a subprotocol that was not offered: " + subprotocol);
        }
        String extensions = Handshake.joined(fields, "sec-websocket-extensions");
        DeflateParameters agreed = extensions == null ? null
                : DeflateParameters.agreed(extensions, options.compression());
        if (extensions != null && agreed == null) {
            throw new IOException("the server has chosen extensions that were not offered: " + extensions);
        }
        connection.timeout(0);
        ConnectionWire wire = new ConnectionWire(connection);
        WebSocket socket = new WebSocket(wire, Role.CLIENT, options, agreed, subprotocol, handler);
        wire.socket(socket);
        connection.handler(wire);
        socket.open();
        result.complete(socket);
    }

    @Override
    public void onEnd(Connection connection) {
        connection.abort(new EOFException("the server has closed the connection before it agreed to a WebSocket"));
    }

    @Override
    public void onTimeout(Connection connection) {
        connection.abort(new IOException("the server has not agreed to a WebSocket in time"));
    }

    @Override
    public void onClosed(Connection connection, IOException cause) {
        result.completeExceptionally(cause == null ? new EOFException("the connection is closed") : cause);
    }
}
