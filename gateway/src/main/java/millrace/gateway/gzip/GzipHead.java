package millrace.gateway.gzip;

/** Passes over the head of a gzip member, octet by octet, wherever it is cut: RFC 1952 section 2.3. */
final class GzipHead {
    private static final int FIXED = 10;
    private static final int CRC = 2;
    private static final int EXTRA = 4;
    private static final int NAME = 8;
    private static final int COMMENT = 16;

    private int at;
    private int flags;
    private int extra;
    private int counted;
    private boolean complete;
    private boolean broken;

    void reset() {
        at = 0;
        flags = 0;
        extra = 0;
        counted = 0;
        complete = false;
    }

    boolean isBegun() {
        return at > 0;
    }

    boolean isComplete() {
        return complete;
    }

    boolean isBroken() {
        return broken;
    }

    /** Where the head, or what there is of it, ends. */
    int read(byte[] bytes, int from, int to) {
        int p = from;
        while (p < to && !complete && !broken) {
            octet(bytes[p++] & 0xff);
        }
        return p;
    }

    private void octet(int c) {
        if (at < FIXED) {
            broken = at == 0 && c != 0x1f || at == 1 && c != 0x8b || at == 2 && c != 8;
            flags = at == 3 ? c : flags;
            at++;
        } else if ((flags & EXTRA) != 0) {
            extra(c);
        } else if ((flags & (NAME | COMMENT)) != 0) {
            // Both end with a zero, the name first.
            if (c == 0) {
                flags &= (flags & NAME) != 0 ? ~NAME : ~COMMENT;
            }
        } else if ((flags & CRC) != 0 && ++counted == 2) {
            flags &= ~CRC;
        }
        complete = at == FIXED && (flags & (CRC | EXTRA | NAME | COMMENT)) == 0;
    }

    private void extra(int c) {
        if (counted < 2) {
            extra |= c << 8 * counted;
        }
        counted++;
        if (counted == 2 + extra && counted >= 2) {
            flags &= ~EXTRA;
            counted = 0;
        }
    }
}
