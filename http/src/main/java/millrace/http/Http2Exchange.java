package millrace.http;

import java.io.IOException;
import millrace.http.codec.Fields;
import millrace.http.codec.Output;
import millrace.http.codec.RequestHead;
import millrace.http.h2.ErrorCode;
import millrace.http.h2.Http2Stream;
import millrace.http.h2.StreamUser;

/**
 * A stream of HTTP/2 as the carrier of one exchange. Used again for another stream of its connection under the same rule as
 * the {@link Exchange}: when the application cannot come back to it. For the loop's own thread only.
 */
final class Http2Exchange extends Carrier implements StreamUser {
    private static final byte[] NOTHING = {};

    private final Http2Connection connection;
    private final Output lines = new Output(0);
    private Http2Stream channel;
    private Exchange exchange;
    private boolean inHandler;

    /** What of the response's body is still to be written, or {@link ResponseHead#UNKNOWN}. */
    private long rest;

    /** Body bytes that had arrived when more of them began to be waited for, and when that was; −1 for nothing. */
    private long awaited;

    private long awaitedSinceNanos;

    Http2Exchange(Http2Connection connection) {
        super(connection.server, connection.stream);
        this.connection = connection;
    }

    RequestHead begin(Http2Stream of) {
        channel = of;
        of.user(this);
        exchange = server.take(this);
        awaited = -1;
        return exchange.request.head;
    }

    Exchange exchange() {
        return exchange;
    }

    @Override
    public void request() {
        connection.runs(this);
        Exchange current = exchange;
        RequestHead head = current.request.head;
        current.request.intake.begin(head, server.limits);
        if (head.protocol() == null) {
            current.request.intake.atMost(server.limits.bodyBytes());
        }
        inHandler = true;
        if (head.refusal() == null) {
            current.handle(server.handler);
        } else {
            current.response.refuse(head.refusal().status(), head.refusal().reason());
        }
        inHandler = false;
        if (current.response.isEnded()) {
            finish();
        }
    }

    // --- the request's body ---

    @Override
    public int data(byte[] b, int from, int to) {
        return exchange.request.intake.read(b, from, to, exchange.response) - from;
    }

    @Override
    public void ended(Fields trailers) {
        BodyIntake body = exchange.request.intake;
        if (!body.isComplete()) {
            body.decoder().end(trailers);
            body.complete(exchange.response);
        }
    }

    @Override
    void bodyWanted() {
        if (exchange != null && !exchange.isBodyComplete()) {
            if (exchange.request.intake.takeContinueOwed() && !exchange.response.isStarted()) {
                interim(100, NOTHING, 0, 0);
            }
            channel.goOn();
        }
    }

    // --- the response ---

    @Override
    Output writeHead(ResponseHead head, RequestHead request, long length) {
        Output out = head.writeFields(server.scratch, server.dateLine(), request, length);
        boolean end = head.isBodiless() || length == 0;
        rest = end ? 0 : length;
        channel.head(head.status(), out, end);
        out.clear();
        return out;
    }

    @Override
    boolean send(Output out) {
        return true;
    }

    @Override
    boolean send(Output out, byte[] bytes, int offset, int length) {
        if (length == 0) {
            return true;
        }
        if (rest != ResponseHead.UNKNOWN) {
            rest -= length;
        }
        return channel.write(bytes, offset, length, rest == 0);
    }

    @Override
    long queuedBytes() {
        return exchange == null ? 0 : stream.queuedBytes() + channel.queuedBytes();
    }

    @Override
    void endBody(Output out, Output trailers) {
        if (trailers != null) {
            channel.trailers(trailers);
        } else {
            channel.write(NOTHING, 0, 0, true);
        }
    }

    @Override
    void interim(int status, byte[] bytes, int offset, int length) {
        lines.clear();
        channel.head(status, lines.put(bytes, offset, length), false);
    }

    @Override
    public void writable() {
        exchange.response.writable();
    }

    @Override
    void responseEnded() {
        if (!inHandler) {
            finish();
            connection.streamEnded();
        }
    }

    private void finish() {
        if (exchange == null) {
            return;
        }
        Exchange done = exchange;
        exchange = null;
        if (!done.isBodyComplete()) {
            done.request.intake.fail(new IOException("the response has ended before the request body"));
        }
        boolean reusable = done.isReusable();
        server.giveBack(done);
        channel.release(reusable);
        if (reusable) {
            connection.giveBack(this);
        }
    }

    // --- what goes wrong ---

    @Override
    void breakOff(IOException why) {
        if (exchange != null) {
            Exchange broken = exchange;
            exchange = null;
            channel.reset(why == null ? ErrorCode.CANCEL : ErrorCode.INTERNAL_ERROR);
            server.loop.execute(() -> broken.breakOff(why)); // Who has caused it finds things as they were.
        }
    }

    @Override
    public void leaving() {
        if (exchange != null) {
            exchange.response.serverStops();
        }
    }

    /** The stream is reset, or its connection gone. */
    @Override
    public void broken(int code) {
        broken(new IOException("the stream is closed, with error " + code));
    }

    void broken(IOException cause) {
        if (exchange != null) {
            Exchange broken = exchange;
            exchange = null;
            broken.breakOff(cause);
        }
    }

    @Override
    public void timeUp(long nowNanos) {
        long arrived = exchange.awaitedBody();
        boolean tunnel = exchange.request.head.protocol() != null; // Who speaks through it knows what is overdue.
        boolean enough = tunnel || arrived < 0 || awaited < 0 || arrived - awaited >= Patience.SLOWEST_BODY_BYTES;
        if (enough) {
            awaited = arrived;
            awaitedSinceNanos = nowNanos;
        } else if (server.bodyNanos > 0 && nowNanos - awaitedSinceNanos >= server.bodyNanos) {
            refuseBody();
        }
    }

    private void refuseBody() {
        String reason = "the request body did not come in time";
        if (exchange.response.isStarted()) {
            breakOff(new IOException(reason));
            return;
        }
        BodyIntake body = exchange.request.intake;
        inHandler = true; // Until whoever waits for the body knows why it does not come.
        exchange.response.refuse(408, reason);
        body.fail(new HttpException(408, reason));
        inHandler = false;
        finish();
    }
}
