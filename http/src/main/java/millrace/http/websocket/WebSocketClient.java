package millrace.http.websocket;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import millrace.http.codec.Output;
import millrace.loop.Connection;
import millrace.loop.Connector;
import millrace.loop.EventLoop;

/**
 * How a client asks for WebSockets.
 *
 * <pre>{@code
 * WebSocketClient.DEFAULT.connect(loop, new InetSocketAddress("localhost", 8080), "/chat", handler);
 * }</pre>
 *
 * <p>Immutable. What connects is for the thread of the loop in question.
 */
public final class WebSocketClient {
    public static final WebSocketClient DEFAULT =
            new WebSocketClient(WebSocketOptions.DEFAULT, List.of(), List.of(), Duration.ofSeconds(10));

    private final WebSocketOptions options;
    private final List<String> subprotocols;

    /** Names and values in turn. */
    private final List<String> headers;

    private final Duration patience;

    private WebSocketClient(
            WebSocketOptions options, List<String> subprotocols, List<String> headers, Duration patience) {
        this.options = options;
        this.subprotocols = subprotocols;
        this.headers = headers;
        this.patience = patience;
    }

    public WebSocketClient options(WebSocketOptions how) {
        return new WebSocketClient(how, subprotocols, headers, patience);
    }

    /** What is offered to speak within, the best first; a server may choose none of them. */
    public WebSocketClient subprotocols(String... names) {
        return new WebSocketClient(options, List.of(names), headers, patience);
    }

    /** Adds a field to the request, such as Authorization. */
    public WebSocketClient header(String name, String value) {
        List<String> more = Stream.concat(headers.stream(), Stream.of(name, value)).toList();
        return new WebSocketClient(options, subprotocols, more, patience);
    }

    /** How long the connection may take, and the server's answer. */
    public WebSocketClient patience(Duration longest) {
        return new WebSocketClient(options, subprotocols, headers, longest);
    }

    /**
     * Connects, without encryption.
     *
     * @param target what is asked for: path and query
     * @return completes after {@link WebSocketHandler#onOpen}, or with an {@link java.io.IOException} that says what the
     *     server has answered
     * @throws IllegalArgumentException when the target is no path, or a field cannot be sent; nothing is connected then
     */
    public CompletionStage<WebSocket> connect(
            EventLoop loop, SocketAddress address, String target, WebSocketHandler handler) {
        String authority = address instanceof InetSocketAddress inet
                ? (inet.getHostString().contains(":") ? "[" + inet.getHostString() + "]" : inet.getHostString())
                        + ":" + inet.getPort()
                : "localhost";
        ClientHandshake handshake = new ClientHandshake(options, subprotocols, handler);
        Output request = request(handshake, authority, target);
        return Connector.connect(loop, address, patience.toNanos(), connection -> handshake)
                .thenCompose(connection -> begin(connection, handshake, request));
    }

    /**
     * Asks on a connection that exists, be it encrypted or not, and takes it over. The stage is that of {@link #connect}.
     *
     * @param authority host and port as the server knows them
     */
    public CompletionStage<WebSocket> open(
            Connection connection, String authority, String target, WebSocketHandler handler) {
        ClientHandshake handshake = new ClientHandshake(options, subprotocols, handler);
        Output request = request(handshake, authority, target);
        connection.handler(handshake);
        return begin(connection, handshake, request);
    }

    private Output request(ClientHandshake handshake, String authority, String target) {
        if (target.isEmpty() || target.charAt(0) != '/' || !target.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
            throw new IllegalArgumentException("not a path to ask for: " + target);
        }
        Output out = new Output(512);
        out.put(Output.ascii("GET " + target + " HTTP/1.1\r\n"));
        out.field("Host", authority).field("Upgrade", "websocket").field("Connection", "Upgrade");
        out.field("Sec-WebSocket-Version", Handshake.VERSION).field("Sec-WebSocket-Key", handshake.key);
        if (!subprotocols.isEmpty()) {
            out.field("Sec-WebSocket-Protocol", String.join(", ", subprotocols));
        }
        if (options.compression() != null) {
            out.field("Sec-WebSocket-Extensions", DeflateParameters.offer(options.compression()));
        }
        for (int i = 0; i < headers.size(); i += 2) {
            out.field(headers.get(i), headers.get(i + 1));
        }
        return out.crlf();
    }

    private CompletionStage<WebSocket> begin(Connection connection, ClientHandshake handshake, Output request) {
        connection.write(request.bytes(), 0, request.length());
        connection.timeout(patience.toNanos());
        return handshake.result;
    }
}
