package millrace.gateway.server;

import millrace.gateway.exchange.CoreSettings;
import millrace.gateway.exchange.GatewayLoop;
import millrace.gateway.exchange.HeaderList;
import millrace.gateway.exchange.Reply;
import millrace.http.codec.HttpDate;
import millrace.http.codec.Output;
import millrace.http.codec.Status;

/** Writes the fields of replies that say nothing of how they are framed. For the loop's own thread only. */
final class ReplyLines {
    private static final byte[] SERVER = Output.ascii("Server: millrace\r\n");
    private static final byte[] SERVER_VERSION = Output.ascii("Server: millrace/0.1.0\r\n");
    private static final byte[] LENGTH = Output.ascii("Content-Length: ");
    private static final byte[] LAST_MODIFIED = Output.ascii("Last-Modified: ");

    private final GatewayLoop loop;
    private final byte[] date = new byte[HttpDate.LENGTH];

    ReplyLines(GatewayLoop loop) {
        this.loop = loop;
    }

    /** @param counted whether the body's length is told */
    void write(Output out, Reply reply, CoreSettings settings, boolean counted) {
        HeaderList headers = reply.headers();
        if (!headers.has("Server")) {
            out.put(settings.tellsVersion() ? SERVER_VERSION : SERVER);
        }
        if (!headers.has("Date")) {
            out.put(loop.dateLine());
        }
        headers.writeTo(out);
        if (reply.lastModified() != Reply.UNKNOWN) {
            HttpDate.write(reply.lastModified(), date, 0);
            out.put(LAST_MODIFIED).put(date).crlf();
        }
        // An upstream's 304 may tell how long the body would be (RFC 9110 section 8.6).
        if (counted && (reply.status() == 304 || !Status.isBodiless(reply.status()))) {
            out.put(LENGTH).number(reply.contentLength()).crlf();
        }
    }
}
