package millrace.gateway.proxy;

/** The exchanges that one request has with its peers, by protocol. That of HTTP/2 is made when it is needed. */
final class PeerExchanges {
    final Http1Exchange http1;
    private final AnswerHandler handler;
    private final BodySender body;
    private Http2Exchange http2;

    PeerExchanges(AnswerHandler handler, BodySender body) {
        this.handler = handler;
        this.body = body;
        http1 = new Http1Exchange(handler);
    }

    PeerExchange of(ProxySettings settings) {
        if (!settings.isHttp2()) {
            return http1;
        }
        if (http2 == null) {
            http2 = new Http2Exchange(handler, body);
        }
        return http2;
    }
}
