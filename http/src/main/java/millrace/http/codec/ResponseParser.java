package millrace.http.codec;

/**
 * Reads a response head, resuming at any octet (RFC 9112 sections 4 to 6), as lenient as nginx is to upstreams: see
 * {@link Leniency#RESPONSES}. Refused is what two readers could take for messages of different ends.
 *
 * <p>The parser itself holds no state but its limit: how far a response is, is in its {@link ResponseHead}.
 */
public final class ResponseParser {
    /** More bytes are needed. */
    public static final int INCOMPLETE = 0;

    /** The head is refused: {@link ResponseHead#refusal} says why. */
    public static final int REFUSED = -1;

    private static final String NAME = "HTTP/1.";

    private final int headBytes;

    /** @param headBytes the longest head; beyond: {@link Refusal#FIELDS_TOO_LONG} */
    public ResponseParser(int headBytes) {
        this.headBytes = headBytes;
    }

    /**
     * Reads on, from where the last call for this head ended. Between calls the bytes of an incomplete head stay together
     * but may move: {@code offset} is always where the head begins.
     *
     * @return how many bytes the complete head has, or {@link #INCOMPLETE}, or {@link #REFUSED}
     */
    public int parse(ResponseHead head, byte[] buffer, int offset, int limit) {
        head.bind(buffer, offset);
        if (!head.lineRead) {
            int line = parseLine(head, buffer, offset, limit);
            if (line <= 0) {
                return line;
            }
            head.lineRead = true;
            head.fieldParser.begin(line, headBytes, Integer.MAX_VALUE, Leniency.RESPONSES);
        }
        int end = head.fieldParser.parse(buffer, offset, limit);
        if (end <= 0) {
            head.refusal = head.fieldParser.refusal();
            return end;
        }
        Refusal refusal = ResponseFraming.decide(head);
        if (refusal != null) {
            return refuse(head, refusal);
        }
        head.completed(end);
        return end;
    }

    /** The offset behind the status line, or what {@link #parse} answers. */
    private int parseLine(ResponseHead head, byte[] b, int base, int limit) {
        int end = Math.min(limit, base + headBytes);
        if (head.position == 0) {
            int reason = parseStatus(head, b, base, end);
            if (reason <= 0) {
                return reason == INCOMPLETE && end - base == headBytes ? refuse(head, Refusal.FIELDS_TOO_LONG) : reason;
            }
            head.position = reason;
        }
        int p = Chars.skipValue(b, base + head.position, end);
        head.position = p - base;
        if (p < end && b[p] == '\r') {
            p++;
        }
        if (p < end) {
            return b[p] == '\n' ? endLine(head, b, base, p) : refuse(head, Refusal.BAD_STATUS_LINE);
        }
        return end - base == headBytes ? refuse(head, Refusal.FIELDS_TOO_LONG) : INCOMPLETE;
    }

    /**
     * The version, blanks and three digits are read at once, from their beginning: a status line that comes in pieces is
     * rare. Answers the offset behind the digits when what follows them is known.
     */
    private static int parseStatus(ResponseHead head, byte[] b, int base, int end) {
        int p = base;
        for (int i = 0; i < NAME.length(); i++, p++) {
            if (p == end) {
                return INCOMPLETE;
            }
            if (b[p] != NAME.charAt(i)) {
                return refuse(head, Refusal.BAD_STATUS_LINE);
            }
        }
        int digit = p;
        while (p < end && isDigit(b[p]) && p - digit < 3) {
            p++;
        }
        int blank = p;
        while (p < end && b[p] == ' ' && p - blank < 16) {
            p++;
        }
        int code = p;
        while (p < end && isDigit(b[p]) && p - code < 3) {
            p++;
        }
        if (p == end) {
            return INCOMPLETE;
        }
        boolean ends = b[p] == ' ' || b[p] == '.' || b[p] == '\r' || b[p] == '\n';
        if (digit == blank || blank == code || p - code != 3 || b[code] == '0' || !ends) {
            return refuse(head, Refusal.BAD_STATUS_LINE);
        }
        head.minorVersion = blank - digit == 1 && b[digit] == '0' ? 0 : 1;
        head.status = (b[code] - '0') * 100 + (b[code + 1] - '0') * 10 + b[code + 2] - '0';
        return p - base;
    }

    private static int endLine(ResponseHead head, byte[] b, int base, int lineFeed) {
        int code = base;
        while (b[code] != ' ') {
            code++;
        }
        code = Chars.skipBlanks(b, code, lineFeed);
        head.reasonEnd = head.position;
        head.reasonStart = Math.min(head.reasonEnd, code - base + (b[code + 3] == ' ' ? 4 : 3));
        return lineFeed + 1 - base;
    }

    private static boolean isDigit(byte c) {
        return c >= '0' && c <= '9';
    }

    private static int refuse(ResponseHead head, Refusal why) {
        head.refusal = why;
        return REFUSED;
    }
}
