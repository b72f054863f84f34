package millrace.http.websocket;

import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.concurrent.Flow;
import millrace.http.Request;
import millrace.http.Response;
import millrace.http.websocket.frame.CloseCode;
import millrace.loop.EventLoop;

/**
 * A stream of HTTP/2 below a {@link WebSocket} (RFC 8441): what comes is the request's body, what goes the response's. For
 * the loop's own thread only.
 */
final class StreamWire implements Wire, Flow.Subscriber<ByteBuffer> {
    private final Request request;
    private final Response response;
    private final EventLoop loop;
    private WebSocket socket;
    private Flow.Subscription body;

    /** What has come, and has not been taken. */
    private ByteBuffer rest;

    /** Whether a piece was asked for that has not come. */
    private boolean asked;

    private boolean paused;
    private boolean over;

    StreamWire(Request request, Response response) {
        this.request = request;
        this.response = response;
        this.loop = request.loop();
    }

    /** Agrees, and begins to listen. */
    void open(WebSocket above) {
        socket = above;
        response.onWritable(above::writable);
        response.onClosed(this::broken);
        response.onServerStop(() -> above.close(CloseCode.GOING_AWAY, ""));
        response.flush();
        request.body().subscribe(this);
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        body = subscription;
        loop.execute(this::goOn); // Not before the handler knows that it is open.
    }

    @Override
    public void onNext(ByteBuffer piece) {
        asked = false;
        rest = piece;
        take();
        ask();
    }

    private void take() {
        int from = rest.arrayOffset() + rest.position();
        int used = socket.receive(rest.array(), from, from + rest.remaining());
        rest.position(rest.position() + used);
    }

    /** Asks for the next piece, once: there is room for what has not been taken of one. */
    private void ask() {
        if (!asked && !paused && !over && (rest == null || !rest.hasRemaining())) {
            asked = true;
            body.request(1);
        }
    }

    private void goOn() {
        if (paused || over) {
            return;
        }
        if (rest != null && rest.hasRemaining()) {
            take();
        }
        ask();
    }

    @Override
    public void onError(Throwable why) {
        broken();
    }

    @Override
    public void onComplete() {
        if (!over) {
            socket.peerEnded();
        }
    }

    private void broken() {
        over = true;
        socket.gone(null);
    }

    @Override
    public boolean write(byte[] bytes, int offset, int length) {
        return !over && response.write(bytes, offset, length);
    }

    @Override
    public EventLoop loop() {
        return loop;
    }

    @Override
    public SocketAddress remoteAddress() {
        return request.remoteAddress();
    }

    @Override
    public long queuedBytes() {
        return over ? 0 : response.queuedBytes();
    }

    @Override
    public void pause() {
        paused = true;
    }

    @Override
    public void resume() {
        if (paused) {
            paused = false;
            loop.execute(this::goOn);
        }
    }

    /** The stream ends for both sides at once: what still comes is thrown away below, and nothing can be lost by that. */
    @Override
    public void end() {
        finish();
    }

    @Override
    public void finish() {
        if (!over) {
            over = true;
            response.end();
            loop.execute(() -> socket.gone(null));
        }
    }

    /** What the client has not taken is thrown away with the stream: RFC 8441 section 5. */
    @Override
    public void abort() {
        if (!over) {
            over = true;
            response.abort();
        }
    }
}
