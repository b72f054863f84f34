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
 * outcome does not depend on how a message is split. A {@link Leniency} adds what the picture does not show: LF alone in
 * place of CRLF, names of other octets, lines without a colon.
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
    private static final int DONE = 6;

    private final Fields fields = new Fields();
    private Leniency leniency = Leniency.NONE;
    private boolean[] nameOctets = Chars.TOKEN;
    private int dropped;
    private boolean odd;
    private int lineStart;
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
        begin(from, limits, Leniency.NONE);
    }

    void begin(int from, Limits limits, Leniency leniency) {
        begin(from, from + limits.fieldBytes(), limits.fieldCount(), leniency);
    }

    /** Begins at an offset from the message's start; at another one what is not complete is too long. */
    void begin(int from, int cut, int maxCount, Leniency leniency) {
        fields.clear();
        dropped = 0;
        lineStart = from;
        if (this.leniency != leniency) {
            this.leniency = leniency;
            nameOctets = leniency.oddNames() == Leniency.OddNames.REFUSED ? Chars.TOKEN
                    : leniency.underscores() ? Chars.PLAIN_NAME_OR_UNDERSCORE : Chars.PLAIN_NAME;
        }
        state = LINE_START;
        position = from;
        this.cut = cut;
        this.maxCount = maxCount;
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
            if (state == LINE_START) {
                p = wholeLines(b, base, p, end);
                if (p == end) {
                    break;
                }
            }
            int stop = lineStop(base, end);
            if (p == stop) {
                return refuse(Refusal.FIELD_LINE_TOO_LONG);
            }
            p = switch (state) {
                case LINE_START -> beginLine(b[p], p, base);
                case NAME -> name(b, base, p, stop);
                case BLANKS -> {
                    p = Chars.skipBlanks(b, p, stop);
                    valueStart = p - base;
                    state = p < stop ? VALUE : BLANKS;
                    yield p;
                }
                case VALUE -> value(b, base, p, stop);
                default -> b[p] == '\n' ? endLine(p + 1 - base, base) : refuse(Refusal.BARE_CR);
            };
            if (state == DONE) {
                return p - base;
            }
            if (p < 0) {
                return REFUSED;
            }
        }
        position = p - base;
        return position == cut ? refuse(Refusal.FIELDS_TOO_LONG) : INCOMPLETE;
    }

    /** Where the line that has begun would be too long. */
    private int lineStop(int base, int end) {
        int most = leniency.fieldLineBytes();
        return end - base - lineStart > most ? base + lineStart + most : end;
    }

    private int beginLine(byte c, int p, int base) {
        if (c == '\r') {
            state = LAST_LINE_END;
            return p + 1;
        }
        if (c == '\n' && leniency.bareLf()) {
            state = LAST_LINE_END;
            return endLine(p + 1 - base, base);
        }
        if (!isName(c)) {
            return refuse(badLineStart(c));
        }
        nameStart = p - base;
        odd = false;
        state = NAME;
        return p;
    }

    private boolean isName(byte c) {
        return leniency.oddNames() == Leniency.OddNames.REFUSED ? Chars.isToken(c) : Chars.isVisible(c);
    }

    private int name(byte[] b, int base, int p, int stop) {
        p = Chars.skip(nameOctets, b, p, stop);
        if (p == stop) {
            return p;
        }
        byte c = b[p];
        nameEnd = p - base;
        if (c == ':') {
            state = BLANKS;
            return p + 1;
        }
        if (leniency.oddNames() == Leniency.OddNames.REFUSED) {
            return refuse(badName(c));
        }
        if (c == '\r' || c == '\n') {
            // A name and no more: nginx reads it as a field without a value.
            valueStart = nameEnd;
            return endValue(b, base, p);
        }
        odd = true;
        return isName(c) ? p + 1 : refuse(badName(c));
    }

    private int value(byte[] b, int base, int p, int stop) {
        p = Chars.skipValue(b, p, stop);
        if (p == stop) {
            return p;
        }
        if (b[p] == '\r' || b[p] == '\n') {
            return endValue(b, base, p);
        }
        return leniency.controls() && b[p] != 0 ? p + 1 : refuse(Refusal.BAD_FIELD_VALUE);
    }

    private int endValue(byte[] b, int base, int p) {
        valueEnd = trim(b, base, p);
        if (b[p] == '\r') {
            state = LINE_END;
            return p + 1;
        }
        return leniency.bareLf() ? endLine(p + 1 - base, base) : refuse(Refusal.BARE_LF);
    }

    /** A line ends in front of {@code next}: a field, or the empty one behind the last. */
    private int endLine(int next, int base) {
        if (state == LAST_LINE_END) {
            state = DONE;
            return base + next;
        }
        if (fields.count() + dropped == maxCount) {
            return refuse(Refusal.TOO_MANY_FIELDS);
        }
        if (odd && leniency.oddNames() == Leniency.OddNames.DROPPED) {
            dropped++;
        } else {
            fields.add(nameStart, nameEnd, valueStart, valueEnd);
        }
        lineStart = next;
        state = LINE_START;
        return base + next;
    }

    /** Takes lines that are all there and right, which is the usual case; answers where the first other one begins. */
    private int wholeLines(byte[] b, int base, int p, int end) {
        boolean[] octets = nameOctets;
        int most = leniency.fieldLineBytes();
        while (true) {
            lineStart = p - base;
            int colon = Chars.skip(octets, b, p, end);
            if (colon == p || colon >= end || b[colon] != ':' || fields.count() + dropped == maxCount) {
                return p;
            }
            int value = Chars.skipBlanks(b, colon + 1, end);
            int cr = Chars.skipValue(b, value, end);
            if (cr + 1 >= end || b[cr] != '\r' || b[cr + 1] != '\n' || cr + 2 - p > most) {
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
