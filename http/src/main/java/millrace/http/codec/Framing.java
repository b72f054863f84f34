package millrace.http.codec;

/**
 * What the fields of a complete head say about the body and the connection (RFC 9112 sections 6 and 9.3, RFC 9110
 * sections 7.2, 7.6.1, 7.8 and 10.1.1).
 */
final class Framing {
    private static final int MAX_DIGITS = 18;

    private Framing() {}

    /** Decides for a head, or says what is wrong with it. */
    static Refusal decide(RequestHead head, Limits limits) {
        Fields fields = head.fields();
        head.contentLength = 0;
        head.keepAlive = head.minorVersion > 0;
        head.expectContinue = false;
        head.upgrade = false;
        head.hostLine = -1;
        int lengthLine = -1;
        int codingLine = -1;
        int upgradeLine = -1;
        int connection = 0;
        for (int i = 0; i < fields.count(); i++) {
            switch (fields.nameEnd(i) - fields.nameStart(i)) {
                case 4 -> {
                    if (fields.isNamed(i, "host")) {
                        if (head.hostLine >= 0) {
                            return Refusal.TWO_HOSTS;
                        }
                        head.hostLine = i;
                    }
                }
                case 6 -> {
                    if (fields.isNamed(i, "expect")) {
                        if (!fields.valueIs(i, "100-continue")) {
                            return Refusal.UNKNOWN_EXPECTATION;
                        }
                        head.expectContinue = head.minorVersion > 0;
                    }
                }
                case 7 -> {
                    if (fields.isNamed(i, "upgrade")) {
                        upgradeLine = i;
                    }
                }
                case 10 -> {
                    if (fields.isNamed(i, "connection")) {
                        connection |= ConnectionOptions.of(fields, i);
                    }
                }
                case 14 -> {
                    if (fields.isNamed(i, "content-length")) {
                        if (lengthLine >= 0) {
                            return Refusal.TWO_CONTENT_LENGTHS;
                        }
                        lengthLine = i;
                    }
                }
                case 17 -> {
                    if (fields.isNamed(i, "transfer-encoding")) {
                        if (codingLine >= 0) {
                            return Refusal.BAD_TRANSFER_ENCODING;
                        }
                        codingLine = i;
                    }
                }
                default -> { }
            }
        }
        Refusal refusal = host(head);
        if (refusal == null && (lengthLine >= 0 || codingLine >= 0)) {
            refusal = body(head, lengthLine, codingLine, limits);
        }
        connection(head, connection, upgradeLine >= 0);
        return refusal;
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

    private static void connection(RequestHead head, int options, boolean upgradeNamed) {
        if ((options & ConnectionOptions.CLOSE) != 0) {
            head.keepAlive = false;
        } else if ((options & ConnectionOptions.KEEP_ALIVE) != 0) {
            head.keepAlive = true;
        }
        head.upgrade = upgradeNamed && (options & ConnectionOptions.UPGRADE) != 0 && head.minorVersion > 0;
    }

    private static Refusal body(RequestHead head, int lengthLine, int codingLine, Limits limits) {
        if (head.method.equals("CONNECT")) {
            return Refusal.CONNECT_WITH_BODY;
        }
        if (codingLine < 0) {
            return length(head, lengthLine, limits);
        }
        if (lengthLine >= 0) {
            return Refusal.LENGTH_AND_CHUNKED;
        }
        if (head.minorVersion == 0) {
            return Refusal.TRANSFER_ENCODING_IN_1_0;
        }
        head.contentLength = RequestHead.CHUNKED;
        return coding(head.fields(), codingLine);
    }

    private static Refusal length(RequestHead head, int line, Limits limits) {
        byte[] b = head.fields().buffer();
        int p = head.fields().valueStart(line);
        int end = head.fields().valueEnd(line);
        if (p == end || end - p > MAX_DIGITS) {
            return Refusal.BAD_CONTENT_LENGTH;
        }
        long length = 0;
        for (; p < end; p++) {
            int digit = b[p] - '0';
            if (digit < 0 || digit > 9) {
                return Refusal.BAD_CONTENT_LENGTH;
            }
            length = length * 10 + digit;
        }
        head.contentLength = length;
        return length > limits.bodyBytes() ? Refusal.BODY_TOO_LONG : null;
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
