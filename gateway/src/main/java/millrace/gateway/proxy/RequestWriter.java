package millrace.gateway.proxy;

import millrace.gateway.exchange.Exchange;
import millrace.gateway.exchange.Text;
import millrace.gateway.route.UriEscape;
import millrace.http.codec.Output;
import millrace.http.codec.RequestHead;

/** Writes the head of a request to an upstream. On the path of plain requests it allocates nothing. */
final class RequestWriter {
    private static final byte[] SPACE = {' '};
    private static final byte[] SLASH = {'/'};
    private static final byte[] QUESTION = {'?'};
    private static final byte[] HTTP_1_0 = Output.ascii(" HTTP/1.0\r\n");
    private static final byte[] HTTP_1_1 = Output.ascii(" HTTP/1.1\r\n");
    private static final byte[] LENGTH = Output.ascii("Content-Length: ");
    private static final byte[] CHUNKED = Output.ascii("Transfer-Encoding: chunked\r\n");

    private RequestWriter() {}

    /**
     * @param bodyLength bytes of the body that follows, {@link RequestHead#CHUNKED}, or {@link BodySender#NONE}
     */
    static void write(Exchange x, ProxySettings settings, ProxyPass pass, PassTarget target, long bodyLength, Output out) {
        if (settings.method != null) {
            settings.method.write(x, out);
        } else {
            out.utf8(x.method());
        }
        out.put(SPACE);
        target(x, pass, target, out);
        out.put(settings.minorVersion == 0 ? HTTP_1_0 : HTTP_1_1);
        settings.headerPlan.writeOwn(x, out);
        if (settings.headerPlan.isFramed()) {
            if (bodyLength == RequestHead.CHUNKED) {
                out.put(CHUNKED);
            } else if (bodyLength >= 0) {
                out.put(LENGTH).number(bodyLength).crlf();
            }
        }
        if (settings.passHeaders) {
            settings.headerPlan.writePassed(x.head().fields(), out);
        }
        out.crlf();
    }

    private static void target(Exchange x, ProxyPass pass, PassTarget target, Output out) {
        if (target.path != null && pass.template != null) {
            out.put(target.path); // With variables, the configuration says all of it.
            return;
        }
        if (target.path == null && x.isTargetIntact()) {
            asSent(x.head(), out);
            return;
        }
        Text uri = x.uri();
        int from = uri.start();
        if (target.path != null && pass.location != null && x.isLocationIntact()) {
            out.put(target.path);
            from += Math.min(pass.location.length(), uri.length());
        }
        if (x.isTargetIntact() && !x.isInternal() && !isEscaped(x.head())) {
            out.put(uri.bytes(), from, uri.end() - from); // Nothing was decoded: nothing has to be encoded.
        } else {
            UriEscape.PATH.write(uri.bytes(), from, uri.end() - from, out);
        }
        if (!x.args().isEmpty()) {
            out.put(QUESTION);
            x.args().writeTo(out);
        }
    }

    /** Whether the client has encoded any octet of the path. */
    private static boolean isEscaped(RequestHead head) {
        byte[] b = head.fields().buffer();
        for (int i = head.pathStart(); i < head.pathEnd(); i++) {
            if (b[i] == '%') {
                return true;
            }
        }
        return false;
    }

    /** The client's own words, so that no escape is lost. */
    private static void asSent(RequestHead head, Output out) {
        byte[] b = head.fields().buffer();
        if (head.pathStart() == head.pathEnd()) {
            out.put(SLASH);
        }
        out.put(b, head.pathStart(), head.queryEnd() - head.pathStart());
    }
}
