package millrace.http.codec;

/**
 * Reads a request head, strictly, resuming at any octet (RFC 9112 sections 2 to 6).
 *
 * <pre>
 *   START ──CR──▶ EMPTY_LINE_END ──LF──▶ METHOD ──SP──▶ TARGET ──SP──▶ VERSION ──"HTTP/1.x" CRLF──▶ FIELDS ──▶ DONE
 *     └───────────────other────────────────▲                              (FieldParser, then Framing) ────────▲
 * </pre>
 *
 * <p>An octet is looked at once, whatever pieces it comes in. What decides is always the first octet that is wrong, or
 * the first beyond a limit, so the outcome does not depend on how the head is split. One empty line before the request
 * line is ignored, as section 2.2 asks for; a second one is refused.
 *
 * <p>The parser itself holds no state but the limits: how far a request is, is in its {@link RequestHead}.
 */
public final class RequestParser {
    /** More bytes are needed. */
    public static final int INCOMPLETE = 0;

    /** The head is refused: {@link RequestHead#refusal} says why. */
    public static final int REFUSED = -1;

    static final int START = 0;
    static final int EMPTY_LINE_END = 1;
    static final int METHOD = 2;
    static final int TARGET = 3;
    static final int VERSION = 4;
    /** Of {@link LenientLine}. */
    static final int BEFORE_TARGET = 5;

    static final int AFTER_TARGET = 6;
    static final int AFTER_VERSION = 7;
    static final int LINE_END = 8;

    static final int FIELDS = 9;

    static final int LONGEST_METHOD = 32;
    private static final String VERSION_SHAPE = "HTTP/d.d\r\n";

    private final Limits limits;
    private final Leniency leniency;
    private final LenientLine lenientLine;

    public RequestParser(Limits limits) {
        this(limits, Leniency.NONE);
    }

    public RequestParser(Limits limits, Leniency leniency) {
        this.limits = limits;
        this.leniency = leniency;
        lenientLine = leniency.simpleRequests() ? new LenientLine(limits) : null;
    }

    /**
     * Reads on, from where the last call for this head ended.
     *
     * <p>Between calls the bytes of an incomplete head stay together but may move: {@code offset} is always where the
     * head begins.
     *
     * @return how many bytes the complete head has, or {@link #INCOMPLETE}, or {@link #REFUSED}
     */
    public int parse(RequestHead head, byte[] buffer, int offset, int limit) {
        head.bind(buffer, offset);
        if (head.state < FIELDS) {
            int lineEnd = lenientLine == null
                    ? parseLine(head, buffer, offset, limit)
                    : lenientLine.parse(head, buffer, offset, limit);
            if (lineEnd <= 0) {
                return lineEnd;
            }
            head.state = FIELDS;
            head.fieldParser.begin(lineEnd, limits, leniency);
            if (head.simple) {
                return complete(head, lineEnd);
            }
        }
        int end = head.fieldParser.parse(buffer, offset, limit);
        if (end <= 0) {
            head.refusal = head.fieldParser.refusal();
            return end;
        }
        return complete(head, end);
    }

    private int complete(RequestHead head, int end) {
        Refusal refusal = Framing.decide(head, limits, leniency);
        if (refusal != null) {
            return refuse(head, refusal);
        }
        head.completed(end);
        return end;
    }

    /** The offset behind the request line, or what {@link #parse} answers. */
    private int parseLine(RequestHead head, byte[] b, int base, int limit) {
        if (head.state < METHOD && !skipEmptyLine(head, b, base, limit)) {
            return head.refusal == null ? INCOMPLETE : REFUSED;
        }
        int p = base + head.position;
        int cut = base + head.lineStart + limits.requestLineBytes();
        int end = Math.min(limit, cut);
        if (head.state == METHOD) {
            p = parseMethod(head, b, base, p, end);
            if (p < 0) {
                return p;
            }
        }
        if (head.state == TARGET) {
            p = parseTarget(head, b, base, p, end);
            if (p < 0) {
                return p;
            }
        }
        if (head.state == VERSION) {
            int version = base + head.targetEnd + 1;
            if (p == version && end - p >= VERSION_SHAPE.length() && Chars.isHttp11(b, p)) {
                head.minorVersion = 1;
                return completeLine(head, b, base, p + VERSION_SHAPE.length());
            }
            while (p < end) {
                Refusal wrong = versionOctet(head, b[p], p - version);
                if (wrong != null) {
                    return refuse(head, wrong);
                }
                p++;
                if (p - version == VERSION_SHAPE.length()) {
                    return completeLine(head, b, base, p);
                }
            }
        }
        head.position = p - base;
        return p == cut ? refuse(head, Refusal.REQUEST_LINE_TOO_LONG) : INCOMPLETE;
    }

    /** Whether the request line begins at {@code head.position} now; else more is needed, or the head is refused. */
    private static boolean skipEmptyLine(RequestHead head, byte[] b, int base, int limit) {
        int p = base + head.position;
        if (p < limit && head.state == START) {
            if (b[p] != '\r') {
                return beginLine(head, p - base);
            }
            head.state = EMPTY_LINE_END;
            head.position = ++p - base;
        }
        if (p == limit) {
            return false;
        }
        if (b[p] != '\n') {
            head.refusal = Refusal.BARE_CR;
            return false;
        }
        return beginLine(head, p + 1 - base);
    }

    private static boolean beginLine(RequestHead head, int position) {
        head.position = position;
        head.lineStart = position;
        head.state = METHOD;
        return true;
    }

    private static int parseMethod(RequestHead head, byte[] b, int base, int p, int end) {
        int start = base + head.lineStart;
        int stop = Math.min(end, start + LONGEST_METHOD + 1);
        p = Chars.skipToken(b, p, stop);
        if (p - start > LONGEST_METHOD) {
            return refuse(head, Refusal.METHOD_TOO_LONG);
        }
        if (p < end) {
            if (b[p] != ' ' || p == start) {
                return refuse(head, b[p] == '\n' ? Refusal.BARE_LF : Refusal.BAD_METHOD);
            }
            head.method = Methods.of(b, start, p - start);
            p++;
            head.targetStart = p - base;
            head.state = TARGET;
        }
        return p;
    }

    private static int parseTarget(RequestHead head, byte[] b, int base, int p, int end) {
        p = Chars.skipTarget(b, p, end);
        if (p < end) {
            if (b[p] != ' ' || p - base == head.targetStart) {
                return refuse(head, badTarget(b[p]));
            }
            head.targetEnd = p - base;
            head.queryEnd = head.targetEnd;
            head.state = VERSION;
            p++;
        }
        return p;
    }

    private static Refusal badTarget(byte c) {
        return switch (c) {
            case ' ' -> Refusal.BAD_REQUEST_LINE;
            case '\r' -> Refusal.HTTP_0_9;
            case '\n' -> Refusal.BARE_LF;
            default -> Refusal.BAD_TARGET;
        };
    }

    /** Judges the octet at an index behind the target's space. */
    private static Refusal versionOctet(RequestHead head, byte c, int index) {
        switch (index) {
            case 5 -> {
                if (c < '0' || c > '9') {
                    return Refusal.BAD_REQUEST_LINE;
                }
                head.minorVersion = c - '0';
            }
            case 7 -> {
                if (c < '0' || c > '9') {
                    return Refusal.BAD_REQUEST_LINE;
                }
                if (head.minorVersion != 1) {
                    return Refusal.UNSUPPORTED_VERSION;
                }
                head.minorVersion = Math.min(1, c - '0');
            }
            default -> {
                if (c != VERSION_SHAPE.charAt(index)) {
                    return index == 9 ? Refusal.BARE_CR : c == '\n' ? Refusal.BARE_LF : Refusal.BAD_REQUEST_LINE;
                }
            }
        }
        return null;
    }

    static int completeLine(RequestHead head, byte[] b, int base, int p) {
        Refusal refusal = Target.split(head, b, base);
        return refusal == null ? p - base : refuse(head, refusal);
    }

    static int refuse(RequestHead head, Refusal why) {
        head.refusal = why;
        return REFUSED;
    }
}
