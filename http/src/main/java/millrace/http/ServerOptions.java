package millrace.http;

import java.time.Duration;
import millrace.http.codec.Limits;
import millrace.http.h2.Http2Limits;
import millrace.loop.ListenOptions;
import millrace.loop.PollerKind;

/**
 * How a server is set up.
 *
 * @param loops threads that serve; each has its own listening socket on the same address ({@code SO_REUSEPORT})
 * @param poller how the loops wait
 * @param listen how the listening sockets are set up
 * @param limits how much a request may be
 * @param timeouts how long a client may take
 * @param tls how connections are encrypted, {@code null} when they are not
 * @param http2 what a connection of HTTP/2 may ask for
 */
public record ServerOptions(int loops, PollerKind poller, ListenOptions listen, Limits limits, Timeouts timeouts,
        ServerTls tls, Http2Limits http2) {
    public static final ServerOptions DEFAULT =
            new ServerOptions(1, PollerKind.EPOLL, ListenOptions.DEFAULT, Limits.DEFAULT, Timeouts.DEFAULT, null,
                    Http2Limits.DEFAULT);

    /** A head that has come in part is kept by the loop, which keeps no more. */
    private static final int MOST_HEAD_BYTES = 64 * 1024 - 2;

    public ServerOptions {
        if (loops < 1) {
            throw new IllegalArgumentException("a server needs at least one loop, not " + loops);
        }
        if (limits.requestLineBytes() + limits.fieldBytes() > MOST_HEAD_BYTES) {
            throw new IllegalArgumentException(
                    "request line and fields together must have at most " + MOST_HEAD_BYTES + " bytes");
        }
    }

    public ServerOptions withLoops(int number) {
        return new ServerOptions(number, poller, listen, limits, timeouts, tls, http2);
    }

    public ServerOptions withPoller(PollerKind kind) {
        return new ServerOptions(loops, kind, listen, limits, timeouts, tls, http2);
    }

    public ServerOptions withListen(ListenOptions options) {
        return new ServerOptions(loops, poller, options, limits, timeouts, tls, http2);
    }

    public ServerOptions withLimits(Limits most) {
        return new ServerOptions(loops, poller, listen, most, timeouts, tls, http2);
    }

    public ServerOptions withTimeouts(Timeouts longest) {
        return new ServerOptions(loops, poller, listen, limits, longest, tls, http2);
    }

    public ServerOptions withTls(ServerTls encryption) {
        return new ServerOptions(loops, poller, listen, limits, timeouts, encryption, http2);
    }

    /**
     * Also whether {@code CONNECT} may ask for a protocol to speak through a stream, such as WebSocket (RFC 8441). Handlers
     * must know of that then: browsers use it instead of an upgrade.
     */
    public ServerOptions withHttp2(Http2Limits most) {
        return new ServerOptions(loops, poller, listen, limits, timeouts, tls, most);
    }

    /**
     * How long a client may take. Zero means for ever.
     *
     * @param idle without a request on an open connection; then it is closed
     * @param head from the first byte of a head to its last; then 408
     * @param body for each further {@value Patience#SLOWEST_BODY_BYTES} bytes of a body that is asked for; then 408
     * @param send without taking any byte of the response; then the connection is broken off
     */
    public record Timeouts(Duration idle, Duration head, Duration body, Duration send) {
        public static final Timeouts DEFAULT = new Timeouts(
                Duration.ofSeconds(75), Duration.ofSeconds(20), Duration.ofSeconds(30), Duration.ofSeconds(60));
    }
}
