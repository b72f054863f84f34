package millrace.bench.client;

/** What clients speak. */
public enum Protocol {
    HTTP1(null),
    /** In the clear with prior knowledge, encrypted by agreement (ALPN). Source: RFC 9113, section 3. */
    HTTP2("h2"),
    /** A message is a request, and its echo the answer. Source: RFC 6455. */
    WEBSOCKET(null);

    private final String alpn;

    Protocol(String alpn) {
        this.alpn = alpn;
    }

    /**
     * What a target is spoken to by.
     *
     * @param special whether something was asked for that WebSockets do not have
     */
    public static Protocol of(Target target, boolean http2, boolean special) {
        if (target.isWebSocket() && (http2 || special)) {
            throw new IllegalArgumentException("a WebSocket is opened by GET of HTTP/1.1, and its answers are the messages "
                    + "that were sent: another method, HTTP/2, identifiers and an expected body do not go with it");
        }
        return target.isWebSocket() ? WEBSOCKET : http2 ? HTTP2 : HTTP1;
    }

    /** By which name TLS agrees on it, or {@code null}: then nothing is said. */
    String alpn() {
        return alpn;
    }
}
