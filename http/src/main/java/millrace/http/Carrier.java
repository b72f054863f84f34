package millrace.http;

import java.io.IOException;
import millrace.http.codec.Output;
import millrace.http.codec.RequestHead;
import millrace.loop.Connection;

/**
 * What carries an exchange: a connection of HTTP/1, or a stream of HTTP/2. All that request and response know of either.
 * For the loop's own thread only.
 */
abstract class Carrier {
    final ServerLoop server;
    final Connection stream;

    Carrier(ServerLoop server, Connection stream) {
        this.server = server;
        this.stream = stream;
    }

    /** Somebody asks for body bytes, or wants no more of them. */
    abstract void bodyWanted();

    /**
     * The response begins.
     *
     * @param length of the body, or {@link ResponseHead#UNKNOWN}
     * @return what {@link #send} goes on with
     */
    abstract Output writeHead(ResponseHead head, RequestHead request, long length);

    /** Sends what is in the output; answers whether more is welcome. */
    abstract boolean send(Output out);

    /** Sends what is in the output, and a part of the body behind it. */
    abstract boolean send(Output out, byte[] bytes, int offset, int length);

    /** Bytes of responses that wait for the client to take them. */
    long queuedBytes() {
        return stream.queuedBytes();
    }

    /** The body of a length that was not told ends. */
    abstract void endBody(Output out, Output trailers);

    /** A head before the head. */
    abstract void interim(int status, byte[] lines, int offset, int length);

    /** The response has ended; the body may still be on its way. */
    abstract void responseEnded();

    /** What has begun cannot, {@code null}: shall not, be ended as it should: the client must not take it for whole. */
    abstract void breakOff(IOException why);
}
