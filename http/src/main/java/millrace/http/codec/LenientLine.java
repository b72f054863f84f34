package millrace.http.codec;

/**
 * Reads a request line as nginx does where that is harmless, resuming at any octet. See {@link Leniency#simpleRequests}.
 *
 * <pre>
 *   START ──▶ METHOD ──SP──▶ BEFORE_TARGET ──▶ TARGET ──SP──▶ AFTER_TARGET ──H──▶ VERSION ──▶ AFTER_VERSION ──▶ LINE_END
 *  (CR, LF)                       (SP)            └─CR, LF─▶ HTTP/0.9 ◀─CR, LF─┘ (SP)           (SP)      ──LF──▶ done
 * </pre>
 */
final class LenientLine {
    private static final String NAME = "HTTP/";

    private final Limits limits;

    LenientLine(Limits limits) {
        this.limits = limits;
    }

    /** The offset behind the request line, or what {@link RequestParser#parse} answers. */
    int parse(RequestHead head, byte[] b, int base, int limit) {
        int p = base + head.position;
        if (head.state == RequestParser.START) {
            while (p < limit && (b[p] == '\r' || b[p] == '\n')) {
                p++;
            }
            head.position = p - base;
            head.lineStart = head.position;
            if (p == limit) {
                return RequestParser.INCOMPLETE;
            }
            head.state = RequestParser.METHOD;
        }
        int cut = base + head.lineStart + limits.requestLineBytes();
        int end = Math.min(limit, cut);
        while (p < end) {
            p = step(head, b, base, p, end);
            if (p < 0) {
                return p;
            }
            if (head.state == RequestParser.FIELDS) {
                return RequestParser.completeLine(head, b, base, p);
            }
        }
        head.position = p - base;
        return p == cut ? RequestParser.refuse(head, Refusal.REQUEST_LINE_TOO_LONG) : RequestParser.INCOMPLETE;
    }

    private static int step(RequestHead head, byte[] b, int base, int p, int end) {
        return switch (head.state) {
            case RequestParser.METHOD -> method(head, b, base, p, end);
            case RequestParser.BEFORE_TARGET -> {
                if (b[p] != ' ') {
                    head.targetStart = p - base;
                    head.queryEnd = -1;
                    head.state = RequestParser.TARGET;
                    yield p;
                }
                yield p + 1;
            }
            case RequestParser.TARGET -> target(head, b, base, p, end);
            case RequestParser.AFTER_TARGET -> afterTarget(head, b, base, p, end);
            case RequestParser.VERSION -> version(head, b, base, p);
            case RequestParser.AFTER_VERSION -> afterVersion(head, b[p], p);
            default -> {
                head.state = RequestParser.FIELDS;
                yield b[p] == '\n' ? p + 1 : RequestParser.refuse(head, Refusal.BARE_CR);
            }
        };
    }

    private static int method(RequestHead head, byte[] b, int base, int p, int end) {
        int start = base + head.lineStart;
        int stop = Math.min(end, start + RequestParser.LONGEST_METHOD + 1);
        while (p < stop && (b[p] >= 'A' && b[p] <= 'Z' || b[p] == '_' || b[p] == '-')) {
            p++;
        }
        if (p - start > RequestParser.LONGEST_METHOD) {
            return RequestParser.refuse(head, Refusal.METHOD_TOO_LONG);
        }
        if (p < end) {
            if (b[p] != ' ' || p == start) {
                return RequestParser.refuse(head, Refusal.BAD_METHOD);
            }
            head.method = Methods.of(b, start, p - start);
            head.state = RequestParser.BEFORE_TARGET;
            p++;
        }
        return p;
    }

    private static int target(RequestHead head, byte[] b, int base, int p, int end) {
        p = Chars.skipTarget(b, p, end);
        if (p == end) {
            return p;
        }
        if (b[p] == '#') {
            if (head.queryEnd < 0) {
                head.queryEnd = p - base;
            }
            return p + 1;
        }
        if (b[p] != ' ' && b[p] != '\r' && b[p] != '\n' || p - base == head.targetStart) {
            return RequestParser.refuse(head, Refusal.BAD_TARGET);
        }
        head.targetEnd = p - base;
        if (head.queryEnd < 0) {
            head.queryEnd = head.targetEnd;
        }
        head.state = RequestParser.AFTER_TARGET;
        return p;
    }

    private static int afterTarget(RequestHead head, byte[] b, int base, int p, int end) {
        byte c = b[p];
        if (c == ' ') {
            p++;
            if (end - p >= 10 && Chars.isHttp11(b, p)) {
                head.minorVersion = 1;
                head.state = RequestParser.FIELDS;
                return p + 10;
            }
            return p;
        }
        if (c == '\r' || c == '\n') {
            if (!head.method.equals("GET")) {
                return RequestParser.refuse(head, Refusal.BAD_REQUEST_LINE);
            }
            head.simple = true;
            head.minorVersion = 0;
            return afterVersion(head, c, p);
        }
        if (c != 'H' || p - base == head.targetEnd) {
            return RequestParser.refuse(head, Refusal.BAD_REQUEST_LINE);
        }
        head.versionStart = p - base;
        head.state = RequestParser.VERSION;
        return p;
    }

    /** {@code HTTP/}, a digit that is 1, a point, one or two digits. */
    private static int version(RequestHead head, byte[] b, int base, int p) {
        int index = p - base - head.versionStart;
        byte c = b[p];
        boolean digit = c >= '0' && c <= '9';
        if (index < 5 && c != NAME.charAt(index) || index == 5 && (!digit || c == '0') || index == 6 && c != '.'
                || index == 7 && !digit) {
            return RequestParser.refuse(head, Refusal.BAD_REQUEST_LINE);
        }
        if (index == 5 && c != '1') {
            return RequestParser.refuse(head, Refusal.UNSUPPORTED_VERSION);
        }
        if (index == 7) {
            head.minorVersion = Math.min(1, c - '0');
        }
        if (index < 8) {
            return p + 1;
        }
        head.state = RequestParser.AFTER_VERSION;
        if (digit) {
            head.minorVersion = Math.min(1, head.minorVersion + c - '0');
            return p + 1;
        }
        return p;
    }

    private static int afterVersion(RequestHead head, byte c, int p) {
        switch (c) {
            case ' ' -> { }
            case '\r' -> head.state = RequestParser.LINE_END;
            case '\n' -> head.state = RequestParser.FIELDS;
            default -> {
                return RequestParser.refuse(head, Refusal.BAD_REQUEST_LINE);
            }
        }
        return p + 1;
    }
}
