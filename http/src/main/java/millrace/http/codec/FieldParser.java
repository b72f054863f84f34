package millrace.http.codec;

/**
 * Reads field lines up to the empty line behind them, resuming at any octet (RFC 9112 section 5).
 *
 * <pre>
 *            ┌─────────────────────── CRLF ──────────────────────┐
 *            ▼                                                   │
 *   ──▶ LINE_START ──tchar──▶ NAME ──':'──▶ BLANKS ──other──▶ VALUE ──CR──▶ LINE_END
 *            └──CR──▶ LAST_LINE_END ──LF──▶ done
 * </pre>
 *
 * <p>An octet is looked at once, whatever pieces it comes in, and the limits cut where they would cut the whole: the
 * outcome does not depend on how a message is split.
 */
final class FieldParser {
    static final int INCOMPLETE = 0;
    static final int REFUSED = -1;

    private static final int LINE_START = 0;
    private static final int NAME = 1;
    private static final int BLANKS = 2;
    private static final int VALUE = 3;
    private static final int LINE_END = 4;
    private static final int LAST_LINE_END = 5;

    private final Fields fields = new Fields();
    private int state;
    private int position;
    private int cut;
    private int maxCount;
    private int nameStart;
    private int nameEnd;
    private int valueStart;
    private int valueEnd;
    private Refusal refusal;

    Fields fields() {
        return fields;
    }

    Refusal refusal() {
        return refusal;
    }

    /** Begins at an offset from the message's start. */
    void begin(int from, Limits limits) {
        fields.clear();
        state = LINE_START;
        position = from;
        cut = from + limits.fieldBytes();
        maxCount = limits.fieldCount();
        refusal = null;
    }

    /**
     * Goes on with the message that begins at {@code base}.
     *
     * @return the offset behind the empty line, {@link #INCOMPLETE} or {@link #REFUSED}
     */
    int parse(byte[] b, int base, int limit) {
        int end = Math.min(limit, base + cut);
        int p = base + position;
        while (p < end) {
            switch (state) {
                case LINE_START -> {
                    p = wholeLines(b, base, p, end);
                    if (p < end && !beginLine(b[p], p - base)) {
                        return REFUSED;
                    }
                    p += state == LAST_LINE_END ? 1 : 0;
                }
                case NAME -> {
                    p = Chars.skipToken(b, p, end);
                    if (p < end) {
                        if (b[p] != ':') {
                            return refuse(badName(b[p]));
                        }
                        nameEnd = p - base;
                        state = BLANKS;
                        p++;
                    }
                }
                case BLANKS -> {
                    p = Chars.skipBlanks(b, p, end);
                    valueStart = p - base;
                    state = p < end ? VALUE : BLANKS;
                }
                case VALUE -> {
                    p = Chars.skipValue(b, p, end);
                    if (p < end) {
                        if (b[p] != '\r') {
                            return refuse(b[p] == '\n' ? Refusal.BARE_LF : Refusal.BAD_FIELD_VALUE);
                        }
                        valueEnd = trim(b, base, p);
                        state = LINE_END;
                        p++;
                    }
                }
                default -> {
                    if (b[p] != '\n') {
                        return refuse(Refusal.BARE_CR);
                    }
                    p++;
                    if (state == LAST_LINE_END) {
                        return p - base;
                    }
                    if (fields.count() == maxCount) {
                        return refuse(Refusal.TOO_MANY_FIELDS);
                    }
                    fields.add(nameStart, nameEnd, valueStart, valueEnd);
                    state = LINE_START;
                }
            }
        }
        position = p - base;
        return position == cut ? refuse(Refusal.FIELDS_TOO_LONG) : INCOMPLETE;
    }

    private boolean beginLine(byte c, int offset) {
        if (c == '\r') {
            state = LAST_LINE_END;
        } else if (Chars.isToken(c)) {
            nameStart = offset;
            state = NAME;
        } else {
            refuse(badLineStart(c));
            return false;
        }
        return true;
    }

    /** Takes lines that are all there and right, which is the usual case; answers where the first other one begins. */
    private int wholeLines(byte[] b, int base, int p, int end) {
        while (true) {
            int colon = Chars.skipToken(b, p, end);
            if (colon == p || colon >= end || b[colon] != ':' || fields.count() == maxCount) {
                return p;
            }
            int value = Chars.skipBlanks(b, colon + 1, end);
            int cr = Chars.skipValue(b, value, end);
            if (cr + 1 >= end || b[cr] != '\r' || b[cr + 1] != '\n') {
                return p;
            }
            valueStart = value - base;
            fields.add(p - base, colon - base, valueStart, trim(b, base, cr));
            p = cr + 2;
        }
    }

    private int trim(byte[] b, int base, int end) {
        int floor = base + valueStart;
        while (end > floor && Chars.isBlank(b[end - 1])) {
            end--;
        }
        return end - base;
    }

    private int refuse(Refusal why) {
        refusal = why;
        return REFUSED;
    }

    private static Refusal badLineStart(byte c) {
        return switch (c) {
            case ' ', '\t' -> Refusal.OBSOLETE_FOLDING;
            case '\n' -> Refusal.BARE_LF;
            default -> Refusal.BAD_FIELD_NAME;
        };
    }

    private static Refusal badName(byte c) {
        return switch (c) {
            case ' ', '\t' -> Refusal.BLANK_BEFORE_COLON;
            case '\n' -> Refusal.BARE_LF;
            default -> Refusal.BAD_FIELD_NAME;
        };
    }
}
