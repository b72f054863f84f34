package millrace.gateway.proxy;

import java.io.IOException;
import millrace.gateway.body.BodyHandler;
import millrace.gateway.body.RequestBody;
import millrace.gateway.exchange.BodyReader;
import millrace.gateway.exchange.Exchange;
import millrace.http.codec.Output;
import millrace.http.codec.RequestHead;

/**
 * The body of the request on its way to an upstream: read to its end before the first upstream is asked, so that it can be
 * sent again, or passed on as it comes. Used again for other requests; for the loop's own thread only.
 */
final class BodySender implements BodyHandler, BodyReader {
    /** {@link #length}: there is none. */
    static final long NONE = -2;

    private final UpstreamRequest request;
    private final Output own = new Output(256);
    private RequestBody whole;
    private long length = NONE;
    private boolean streamed;
    private boolean complete;
    private boolean blocked;
    private PeerExchange peer;

    BodySender(UpstreamRequest request) {
        this.request = request;
    }

    /** Gets as much of the body as is needed before an upstream can be asked: then {@code bodyReady} is called. */
    void begin(Exchange x, ProxySettings settings) {
        own.clear();
        whole = null;
        peer = null;
        blocked = false;
        streamed = false;
        complete = true;
        length = NONE;
        long declared = x.head().contentLength();
        boolean part = x.parent() != null;
        if (settings.body != null) {
            settings.body.write(x, own);
            length = own.length();
        } else if (declared == 0 && !x.head().expectContinue() || !settings.passBody || part && (isBare(x) || RequestBody.of(x) == null)
                || isBare(x) && RequestBody.isGone(x)) {
            // An error page is asked for without what its request has had.
            length = tellsLength(x, settings) ? 0 : NONE;
        } else if (!settings.requestBuffering && RequestBody.of(x) == null
                && (declared > 0 || declared == RequestHead.CHUNKED && settings.minorVersion > 0)) {
            // HTTP/1.0 has no chunks: the length must be known.
            streamed = true;
            complete = false;
            length = declared;
        } else {
            RequestBody.read(x, this);
            return;
        }
        request.bodyReady();
    }

    private static boolean isBare(Exchange x) {
        return x.method().equals("GET") || x.method().equals("HEAD");
    }

    /** Whether a length of 0 is to be told, as the client did. */
    private static boolean tellsLength(Exchange x, ProxySettings settings) {
        // Where the method is not the client's, the body is not either.
        boolean made = isBare(x) && (x.parent() != null || !x.method().equals(x.head().method()));
        return !made && settings.passHeaders && x.head().fields().indexOf("Content-Length", 0) >= 0;
    }

    @Override
    public void onBody(Exchange x, RequestBody body) {
        whole = body;
        length = x.head().contentLength() != 0 || tellsLength(x, request.settings) ? body.length() : NONE;
        request.bodyReady();
    }

    /** Bytes, {@link RequestHead#CHUNKED} or {@link #NONE}. */
    long length() {
        return length;
    }

    /** Whether all of it was given to the connection. */
    boolean isComplete() {
        return complete && (peer == null || !peer.isBehind());
    }

    /** Whether the upstream takes no more. */
    boolean isBlocked() {
        return blocked;
    }

    /**
     * Whether another upstream can have it.
     *
     * @param unprocessed whether the one that has got it has done nothing with it: then what it was sent as it came, and is
     *     still here, may be sent once more
     */
    boolean canRepeat(boolean sent, boolean unprocessed) {
        return !(sent && streamed) || unprocessed && isStillHere();
    }

    private boolean isStillHere() {
        RequestBody passed = RequestBody.of(request.exchange());
        return complete && passed != null && passed.isWhole();
    }

    /** Another attempt begins: a body that was passed on is sent as one that was read whole. */
    void again() {
        if (streamed && isStillHere()) {
            streamed = false;
            whole = RequestBody.of(request.exchange());
            length = whole.length();
        }
    }

    /** The head is written: the body follows. */
    void send(PeerExchange to) {
        peer = to;
        if (streamed) {
            RequestBody.stream(request.exchange(), this);
        } else if (whole != null && length > 0) {
            try {
                blocked = !to.write(whole);
                request.attempts().sent(length);
            } catch (IOException e) {
                request.fail(Failure.INTERNAL, e.getMessage());
            }
        } else if (own.length() > 0) {
            blocked = !to.write(own.bytes(), 0, own.length());
            request.attempts().sent(own.length());
        }
    }

    /** The connection takes more again. */
    void resume() {
        try {
            blocked = peer != null && !peer.writeMore();
        } catch (IOException e) {
            request.fail(Failure.INTERNAL, e.getMessage());
            return;
        }
        if (streamed && !complete && peer != null && !blocked) {
            request.exchange().bodyWanted();
        }
    }

    /** The upstream takes no more for now of what was said to be taken. */
    void block() {
        blocked = peer != null;
        request.restartTimeout();
    }

    /** The upstream is not interested any more. */
    void stop() {
        if (streamed && !complete && peer != null) {
            RequestBody rest = RequestBody.of(request.exchange());
            peer = null;
            if (rest != null) {
                rest.stopPassingOn(request.exchange());
            }
        }
        peer = null;
        blocked = false;
    }

    @Override
    public int onBody(Exchange x, byte[] bytes, int offset, int count) {
        if (peer == null) {
            return count;
        }
        if (blocked) {
            return 0;
        }
        blocked = !peer.write(bytes, offset, count);
        request.attempts().sent(count);
        request.restartTimeout();
        return count;
    }

    @Override
    public void onBodyEnd(Exchange x) {
        complete = true;
        if (peer != null) {
            peer.endBody();
        }
        request.restartTimeout();
    }

    @Override
    public void onBodyBroken(Exchange x, int status, IOException cause) {
        peer = null;
        if (status != 0) {
            request.finish(status);
        }
    }
}
