package millrace.http.codec;

/**
 * What the fields of a complete head say about the body and the connection (RFC 9112 sections 6 and 9.3, RFC 9110
 * sections 7.2, 7.6.1, 7.8 and 10.1.1).
 */
final class Framing {
    private static final int MAX_DIGITS = 18;

    private Framing() {}

    /** Decides for a head, or says what is wrong with it. */
    static Refusal decide(RequestHead head, Limits limits, Leniency leniency) {
        Fields fields = head.fields();
        head.contentLength = 0;
        head.keepAlive = head.minorVersion > 0;
        head.expectContinue = false;
        head.upgrade = false;
        head.hostLine = -1;
        head.lengthLine = -1;
        head.codingLine = -1;
        head.upgradeLine = -1;
        head.onceSeen = 0;
        head.connectionOptions = 0;
        for (int i = 0; i < fields.count(); i++) {
            Refusal refusal = note(head, fields, i, leniency);
            if (refusal != null) {
                return refusal;
            }
        }
        Refusal refusal = host(head);
        if (refusal == null && (head.lengthLine >= 0 || head.codingLine >= 0)) {
            refusal = body(head, limits);
        }
        connection(head);
        return refusal;
    }

    /** Notes a line that concerns us; a name's length tells most others apart at once. */
    private static Refusal note(RequestHead head, Fields fields, int line, Leniency leniency) {
        int size = fields.nameEnd(line) - fields.nameStart(line);
        if (size == 4 && fields.isNamed(line, "host")) {
            boolean second = head.hostLine >= 0;
            head.hostLine = line;
            return second ? Refusal.TWO_HOSTS : null;
        }
        if (size == 10 && fields.isNamed(line, "connection")) {
            head.connectionOptions |= ConnectionOptions.of(fields, line);
        } else if (size == 14 && fields.isNamed(line, "content-length")) {
            boolean second = head.lengthLine >= 0;
            head.lengthLine = line;
            return second ? Refusal.TWO_CONTENT_LENGTHS : null;
        } else if (size == 17 && fields.isNamed(line, "transfer-encoding")) {
            boolean second = head.codingLine >= 0;
            head.codingLine = line;
            return second ? Refusal.BAD_TRANSFER_ENCODING : null;
        } else if (size == 6 && fields.isNamed(line, "expect")) {
            boolean known = fields.valueIs(line, "100-continue");
            head.expectContinue |= known && head.minorVersion > 0;
            return known || leniency.expectations() ? once(head, Once.EXPECT) : Refusal.UNKNOWN_EXPECTATION;
        } else if (size == 7 && fields.isNamed(line, "upgrade")) {
            head.upgradeLine = line;
        } else {
            int bit = Once.bit(fields, line, size);
            return bit == 0 ? null : once(head, bit);
        }
        return null;
    }

    private static Refusal once(RequestHead head, int bit) {
        boolean second = (head.onceSeen & bit) != 0;
        head.onceSeen |= bit;
        return second ? Refusal.REPEATED_FIELD : null;
    }

    private static Refusal host(RequestHead head) {
        if (head.hostLine < 0) {
            return head.minorVersion > 0 ? Refusal.NO_HOST : null;
        }
        Fields fields = head.fields();
        int port = Target.isHostAndPort(
                fields.buffer(), fields.valueStart(head.hostLine), fields.valueEnd(head.hostLine));
        return port < 0 ? Refusal.BAD_HOST : null;
    }

    private static void connection(RequestHead head) {
        int options = head.connectionOptions;
        // Who has asked for a tunnel takes what follows for the tunnel's, even when the answer was no agreement to it.
        boolean tunnel = head.authorityEnd != 0 && head.method.equals("CONNECT");
        if (tunnel || (options & ConnectionOptions.CLOSE) != 0) {
            head.keepAlive = false;
        } else if ((options & ConnectionOptions.KEEP_ALIVE) != 0) {
            head.keepAlive = true;
        }
        boolean offered = head.upgradeLine >= 0 && (options & ConnectionOptions.UPGRADE) != 0;
        head.upgrade = offered && head.minorVersion > 0;
    }

    private static Refusal body(RequestHead head, Limits limits) {
        if (head.method.equals("CONNECT")) {
            return Refusal.CONNECT_WITH_BODY;
        }
        if (head.codingLine < 0) {
            head.contentLength = length(head.fields(), head.lengthLine);
            return head.contentLength < 0 ? Refusal.BAD_CONTENT_LENGTH
                    : head.contentLength > limits.bodyBytes() ? Refusal.BODY_TOO_LONG : null;
        }
        if (head.lengthLine >= 0) {
            return Refusal.LENGTH_AND_CHUNKED;
        }
        if (head.minorVersion == 0) {
            return Refusal.TRANSFER_ENCODING_IN_1_0;
        }
        head.contentLength = RequestHead.CHUNKED;
        return coding(head.fields(), head.codingLine);
    }

    /** The number in a line of Content-Length, or −1. */
    static long length(Fields fields, int line) {
        byte[] b = fields.buffer();
        int p = fields.valueStart(line);
        int end = fields.valueEnd(line);
        if (p == end || end - p > MAX_DIGITS) {
            return -1;
        }
        long length = 0;
        for (; p < end; p++) {
            int digit = b[p] - '0';
            if (digit < 0 || digit > 9) {
                return -1;
            }
            length = length * 10 + digit;
        }
        return length;
    }

    /** Any list of codings is answered with 501, unless chunked is named in it and not once and last. */
    private static Refusal coding(Fields fields, int line) {
        if (fields.valueIs(line, "chunked")) {
            return null;
        }
        byte[] b = fields.buffer();
        int p = fields.valueStart(line);
        int end = fields.valueEnd(line);
        if (p == end) {
            return Refusal.BAD_TRANSFER_ENCODING;
        }
        boolean chunkedSeen = false;
        while (p <= end) {
            p = Chars.skipBlanks(b, p, end);
            int stop = Chars.skipToken(b, p, end);
            boolean chunked = Chars.equalsIgnoreCase(b, p, stop, "chunked");
            boolean closed = Chars.skipBlanks(b, stop, end) == end || b[Chars.skipBlanks(b, stop, end)] == ',';
            if (stop == p || chunkedSeen || chunked && !closed) {
                return Refusal.BAD_TRANSFER_ENCODING;
            }
            chunkedSeen = chunked;
            p = stop;
            while (p < end && b[p] != ',') {
                p++;
            }
            p++;
        }
        return Refusal.UNKNOWN_TRANSFER_ENCODING;
    }
}
