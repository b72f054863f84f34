package millrace.gateway.proxy;

import millrace.gateway.exchange.Exchange;
import millrace.gateway.exchange.Text;
import millrace.gateway.route.UriEscape;
import millrace.http.codec.Fields;
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

    private static final byte[] METHOD = Output.ascii(":method: ");
    private static final byte[] HTTP = Output.ascii("\r\n:scheme: http\r\n:path: ");
    private static final byte[] HTTPS = Output.ascii("\r\n:scheme: https\r\n:path: ");
    private static final byte[] AUTHORITY = Output.ascii(":authority: ");
    private static final byte[] TRAILERS = Output.ascii("te: trailers\r\n");

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

    /** The same as field lines for HTTP/2: what HTTP/1 has in its first line are pseudo-header fields. */
    static void writeLines(Exchange x, ProxySettings settings, ProxyPass pass, PassTarget target, long bodyLength, Output out) {
        out.put(METHOD);
        if (settings.method != null) {
            settings.method.write(x, out);
        } else {
            out.utf8(x.method());
        }
        out.put(target.url.secure() ? HTTPS : HTTP);
        target(x, pass, target, out);
        out.crlf();
        if (!settings.headerPlan.setsHost()) {
            out.put(AUTHORITY).put(target.hostField).crlf();
        }
        settings.headerPlan.writeOwn(x, out);
        if (settings.headerPlan.isFramed() && bodyLength >= 0) {
            out.put(LENGTH).number(bodyLength).crlf();
        }
        if (settings.headerPlan.passesTe() && settings.passHeaders && wantsTrailers(x.head().fields())) {
            out.put(TRAILERS);
        }
        if (settings.passHeaders) {
            settings.headerPlan.writePassed(x.head().fields(), out);
        }
    }

    /** Whether it is HEAD that the upstream is asked, so that no body follows its answer. */
    static boolean isHead(Exchange x, ProxySettings settings) {
        return settings.method == null ? x.isHead() : settings.method.text(x).equalsIgnoreCase("HEAD");
    }

    /** Whether the client takes fields behind a body (RFC 9110 section 10.1.4). */
    private static boolean wantsTrailers(Fields fields) {
        for (int i = fields.indexOf("TE", 0); i >= 0; i = fields.indexOf("TE", i + 1)) {
            for (String coding : fields.value(i).split(",")) {
                if (coding.strip().equalsIgnoreCase("trailers")) {
                    return true;
                }
            }
        }
        return false;
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
