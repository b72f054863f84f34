package millrace.gateway.proxy;

import millrace.gateway.exchange.Exchange;
import millrace.http.codec.ResponseHead;
import millrace.http.websocket.HandshakeKey;

/** What becomes of a request when the upstream has changed the protocol: bytes go back and forth until one side ends. */
interface Passage {
    /** @param idleNanos how long both sides may be silent */
    static Passage of(UpstreamRequest request, Exchange x, UpstreamConnection upstream, long idleNanos) {
        return x.head().isHttp2() ? new StreamPassage(request, x, upstream, idleNanos)
                : new KernelPassage(request, x, upstream.stream(), idleNanos);
    }

    /** Whether an answer with status 101 is one to what was asked. */
    static boolean isAskedFor(Exchange x, ResponseHead answer) {
        // Behind a stream of HTTP/2 there is nobody else who could tell whether a WebSocket was understood.
        return x.head().upgrade() && x.parent() == null
                && (x.head().protocol() == null || HandshakeKey.isAnswered(x.head().fields(), answer.fields()));
    }

    void open();

    /** The request is over: it is asked to do no more. */
    void stop();
}
