package millrace.http;

import java.io.IOException;
import millrace.http.codec.Output;
import millrace.http.codec.RequestHead;
import millrace.http.h2.Http2Session;
import millrace.loop.Connection;
import millrace.loop.FileRegion;

/** Writes responses in the framing of HTTP/1. */
abstract class Http1Carrier extends Carrier {
    /** Longer bodies are not copied behind their head first. */
    private static final int LARGE = 16 * 1024;

    private static final byte[] LAST_CHUNK = Output.ascii("0\r\n");

    private static final byte[] CONTINUE = Output.ascii("HTTP/1.1 100 Continue\r\n\r\n");

    /** Whether a request has been answered on this connection. */
    boolean served;

    /** What the server's stop means to the protocol that is spoken instead, if there is one that cares. */
    Runnable leaving;

    // The list of the loop's connections: see ServerLoop.
    HttpConnection previous;
    HttpConnection next;

    Http1Carrier(ServerLoop server, Connection stream) {
        super(server, stream);
    }

    /** Whether this response must be the connection's last: asked when its head is written. */
    abstract boolean mustClose();

    /** The response has written bytes. */
    abstract void written(long bytes, boolean more);

    static boolean isHttp2(byte[] b, int from, int to) {
        return Http2Session.isPreface(b, from, to);
    }

    final void writeContinue() {
        stream.write(CONTINUE);
    }

    @Override
    final Output writeHead(ResponseHead head, RequestHead request, long length) {
        boolean last = head.isCloseAsked() || mustClose();
        return head.write(server.scratch, server.dateLine(), request, length, last);
    }

    @Override
    final boolean send(Output out) {
        int length = out.length();
        boolean more = length == 0 || stream.write(out.bytes(), 0, length);
        out.clear();
        written(length, more);
        return more;
    }

    @Override
    final boolean send(Output out, byte[] bytes, int offset, int length) {
        if (length <= LARGE) {
            return send(out.put(bytes, offset, length));
        }
        send(out);
        boolean more = stream.write(bytes, offset, length);
        written(length, more);
        return more;
    }

    void send(FileRegion file) {
        long length = file.remaining();
        written(length, stream.write(file));
    }

    @Override
    final void endBody(Output out, Output trailers) {
        out.put(LAST_CHUNK);
        if (trailers != null) {
            out.put(trailers.bytes(), 0, trailers.length());
        }
        out.crlf();
    }

    @Override
    final void interim(int status, byte[] lines, int offset, int length) {
        Output out = server.scratch;
        out.clear();
        send(out.status(status).put(lines, offset, length).crlf());
    }

    @Override
    final void breakOff(IOException why) {
        stream.abort(why);
    }
}
