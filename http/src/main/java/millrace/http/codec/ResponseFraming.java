package millrace.http.codec;

/** What the fields of a complete response head say about the body and the connection (RFC 9112 sections 6.3 and 9.3). */
final class ResponseFraming {
    private ResponseFraming() {}

    /** Decides for a head, or says what is wrong with it. */
    static Refusal decide(ResponseHead head) {
        Fields fields = head.fields();
        head.lengthLine = -1;
        head.codingLine = -1;
        head.upgradeLine = -1;
        head.connectionOptions = 0;
        for (int i = 0; i < fields.count(); i++) {
            Refusal refusal = note(head, fields, i);
            if (refusal != null) {
                return refusal;
            }
        }
        Refusal refusal = body(head, fields);
        int options = head.connectionOptions;
        boolean kept = head.minorVersion > 0 || (options & ConnectionOptions.KEEP_ALIVE) != 0;
        head.keepAlive = kept && (options & ConnectionOptions.CLOSE) == 0
                && head.bodyLength != ResponseHead.UNTIL_CLOSE && head.status != 101;
        return refusal;
    }

    /** Notes a line that concerns us; a name's length tells most others apart at once. */
    private static Refusal note(ResponseHead head, Fields fields, int line) {
        int size = fields.nameEnd(line) - fields.nameStart(line);
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
        } else if (size == 7 && fields.isNamed(line, "upgrade")) {
            head.upgradeLine = line;
        }
        return null;
    }

    private static Refusal body(ResponseHead head, Fields fields) {
        head.bodyLength = ResponseHead.UNTIL_CLOSE;
        head.declaredLength = -1;
        if (head.codingLine >= 0) {
            if (head.lengthLine >= 0) {
                return Refusal.LENGTH_AND_CHUNKED;
            }
            if (!fields.valueIs(head.codingLine, "chunked")) {
                return Refusal.UNKNOWN_TRANSFER_ENCODING;
            }
            head.bodyLength = ResponseHead.CHUNKED;
        } else if (head.lengthLine >= 0) {
            head.declaredLength = Framing.length(fields, head.lengthLine);
            head.bodyLength = head.declaredLength;
            if (head.bodyLength < 0) {
                return Refusal.BAD_CONTENT_LENGTH;
            }
        }
        if (head.bodiless || head.status < 200 || head.status == 204 || head.status == 304) {
            head.bodyLength = 0;
        }
        return null;
    }
}
