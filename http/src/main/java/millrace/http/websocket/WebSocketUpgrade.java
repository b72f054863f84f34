package millrace.http.websocket;

import java.util.List;
import java.util.function.BiPredicate;
import millrace.http.HttpException;
import millrace.http.Request;
import millrace.http.Response;
import millrace.http.codec.Fields;
import millrace.http.websocket.frame.Role;

/**
 * How a server takes WebSockets: which protocols are spoken within them, and from which pages.
 *
 * <pre>{@code
 * HttpServer.listen(8080, (request, response) -> WebSocketUpgrade.DEFAULT.accept(request, response, new Echo()));
 * }</pre>
 *
 * <p>Immutable; any thread.
 */
public final class WebSocketUpgrade {
    /** No subprotocol, and browsers only from pages of the same host and port. */
    public static final WebSocketUpgrade DEFAULT =
            new WebSocketUpgrade(WebSocketOptions.DEFAULT, List.of(), WebSocketUpgrade::isOfSameHost);

    private final WebSocketOptions options;
    private final List<String> subprotocols;
    private final BiPredicate<String, Request> origins;

    private WebSocketUpgrade(
            WebSocketOptions options, List<String> subprotocols, BiPredicate<String, Request> origins) {
        this.options = options;
        this.subprotocols = subprotocols;
        this.origins = origins;
    }

    public WebSocketUpgrade options(WebSocketOptions how) {
        return new WebSocketUpgrade(how, subprotocols, origins);
    }

    /**
     * The subprotocols that the program speaks, the best first: the first of them that the client speaks too is chosen. A
     * client that speaks none of them gets a connection without one; {@link WebSocket#subprotocol} tells.
     */
    public WebSocketUpgrade subprotocols(String... names) {
        return new WebSocketUpgrade(options, List.of(names), origins);
    }

    /** The origins of pages that browsers may connect from, such as {@code https://example.org}, and no others. */
    public WebSocketUpgrade origins(String... allowed) {
        List<String> all = List.of(allowed);
        return origins((origin, _) -> all.stream().anyMatch(origin::equalsIgnoreCase));
    }

    /** Who decides from the Origin field and the request; not asked about requests without one, which no browser sends. */
    public WebSocketUpgrade origins(BiPredicate<String, Request> allowed) {
        return new WebSocketUpgrade(options, subprotocols, allowed);
    }

    /** Whether a page comes from where it connects to, as far as that can be told behind a proxy that ends TLS. */
    private static boolean isOfSameHost(String origin, Request request) {
        String host = origin.substring(origin.indexOf("//") + 1 == 0 ? 0 : origin.indexOf("//") + 2);
        return host.equalsIgnoreCase(request.authority());
    }

    /**
     * Agrees to speak WebSocket, on the connection (HTTP/1.1) or through a stream of it (HTTP/2), and opens it:
     * {@link WebSocketHandler#onOpen} is called before this returns. Fields that the response has already go along.
     *
     * @return the connection; when the client has gone meanwhile, it is closed already, and its handler is told nothing
     * @throws HttpException 403 for an origin that may not; 405, 426, 400 and 501 for what is no handshake of version 13;
     *     thrown out of a {@link millrace.http.Handler} it becomes the answer
     */
    public WebSocket accept(Request request, Response response, WebSocketHandler handler) throws HttpException {
        boolean stream = request.head().isHttp2();
        if (stream) {
            checkTunnel(request);
        } else {
            checkUpgrade(request, request.headers());
        }
        checkOrigin(request);
        String subprotocol = choose(Handshake.joined(request.headers(), "sec-websocket-protocol"));
        DeflateParameters agreed = DeflateParameters.accept(
                Handshake.joined(request.headers(), "sec-websocket-extensions"), options.compression());
        if (subprotocol != null) {
            response.header("Sec-WebSocket-Protocol", subprotocol);
        }
        if (agreed != null) {
            response.header("Sec-WebSocket-Extensions", agreed.text());
        }
        WebSocket socket;
        if (stream) {
            StreamWire wire = new StreamWire(request, response);
            socket = new WebSocket(wire, Role.SERVER, options, agreed, subprotocol, handler);
            wire.open(socket);
        } else {
            response.header("Sec-WebSocket-Accept", Handshake.answer(request.header("sec-websocket-key")));
            ConnectionWire wire = new ConnectionWire(request.connection());
            socket = new WebSocket(wire, Role.SERVER, options, agreed, subprotocol, handler);
            wire.socket(socket);
            response.onClosed(() -> socket.gone(null)); // At once, when the client has gone before it was decided.
            response.upgrade("websocket", wire);
        }
        socket.open();
        return socket;
    }

    private static void checkUpgrade(Request request, Fields fields) throws HttpException {
        if (!request.method().equals("GET")) {
            throw new HttpException(405, "a WebSocket is asked for by GET", "Allow", "GET");
        }
        boolean upgrade = request.head().upgrade() && Handshake.lists(Handshake.joined(fields, "upgrade"), "websocket");
        if (!upgrade || !Handshake.VERSION.equals(request.header("sec-websocket-version"))) {
            throw new HttpException(426, "here speaks WebSocket, version 13, and nothing else",
                    "Upgrade", "websocket", "Sec-WebSocket-Version", Handshake.VERSION);
        }
        if (!Handshake.isKey(request.header("sec-websocket-key"))) {
            throw new HttpException(400, "Sec-WebSocket-Key is not 16 bytes in base64");
        }
        if (request.contentLength() != 0) {
            throw new HttpException(400, "a WebSocket is asked for without a body");
        }
    }

    /** RFC 8441 section 5: no upgrade and no key. */
    private static void checkTunnel(Request request) throws HttpException {
        String protocol = request.head().protocol();
        if (protocol == null) {
            throw new HttpException(400, "by HTTP/2 a WebSocket is asked for with CONNECT");
        }
        if (!protocol.equals("websocket")) {
            throw new HttpException(501, "here speaks WebSocket, and nothing else");
        }
        if (!Handshake.VERSION.equals(request.header("sec-websocket-version"))) {
            throw new HttpException(400, "here speaks WebSocket, version 13, and nothing else",
                    "Sec-WebSocket-Version", Handshake.VERSION);
        }
    }

    private void checkOrigin(Request request) throws HttpException {
        String origin = request.header("origin");
        if (origin != null && !origins.test(origin, request)) {
            throw new HttpException(403, "not from pages of this origin");
        }
    }

    private String choose(String offered) {
        if (offered == null) {
            return null;
        }
        List<String> names = List.of(offered.split("[ \t]*,[ \t]*"));
        return subprotocols.stream().filter(names::contains).findFirst().orElse(null);
    }
}
