package millrace.bench.client;

/**
 * Reads of an answer's field block what counting needs: the status, and how long the body is to be. All other fields are
 * stepped over, which is sound since the server was told to remember none: a block then means the same by itself. One
 * that refers to a memory all the same is at fault. Allocates nothing but the text of a fault. Source: RFC 7541.
 */
final class Http2Head {
    static final long UNKNOWN = -1;

    private static final int STATIC = 61;
    private static final int FIRST_STATUS = 8;
    private static final int LAST_STATUS = 14;
    private static final int[] STATUSES = {200, 204, 206, 304, 400, 404, 500};
    private static final int CONTENT_LENGTH = 28;
    private static final long MOST = Long.MAX_VALUE / 16;
    private static final int MOST_INTEGER = 1 << 24;

    int status;
    /** What content-length says, or {@link #UNKNOWN}. */
    long length;
    /** What is wrong with it, or {@code null}. */
    String fault;

    private byte[] b;
    private int at;
    private int end;

    void read(byte[] bytes, int from, int to) {
        b = bytes;
        at = from;
        end = to;
        status = 0;
        length = UNKNOWN;
        fault = null;
        while (at < end && fault == null) {
            field();
        }
        if (fault == null && (status < 100 || status > 599)) {
            fault = status == 0 ? "the answer has no status" : "the answer's status is " + status;
        }
    }

    private void field() {
        int first = b[at] & 0xff;
        if (first >= 0x80) {
            int index = integer(0x7f);
            check(index);
            if (index >= FIRST_STATUS && index <= LAST_STATUS) {
                status = STATUSES[index - FIRST_STATUS];
            } else if (index == 0) {
                fault = "a field of the answer has index 0";
            }
        } else if (first >= 0x20 && first < 0x40) {
            if (integer(0x1f) != 0) {
                fault = "the server remembers fields, though it was told not to";
            }
        } else {
            literal(integer(first >= 0x40 ? 0x3f : 0x0f));
        }
    }

    private void check(int index) {
        if (index > STATIC && fault == null) {
            fault = "the server refers to fields of earlier answers, though it was told not to remember any";
        }
    }

    private void literal(int name) {
        check(name);
        if (name == 0) {
            string(false);
        }
        boolean ofStatus = name >= FIRST_STATUS && name <= LAST_STATUS;
        long number = string(ofStatus || name == CONTENT_LENGTH);
        if (fault == null && ofStatus) {
            status = (int) Math.min(number, 1000);
        } else if (fault == null && name == CONTENT_LENGTH) {
            length = number;
        }
    }

    /** An integer behind a prefix. Source: section 5.1. */
    private int integer(int mask) {
        int value = b[at++] & mask;
        if (value < mask) {
            return value;
        }
        for (int shift = 0; at < end && value < MOST_INTEGER && shift < 28; shift += 7) {
            int next = b[at++];
            value += (next & 0x7f) << shift;
            if (next >= 0) {
                return value;
            }
        }
        fault = "a number in the answer's fields is too large, or cut off";
        return 0;
    }

    /** Steps over a string; answers its value if it is to be a number. */
    private long string(boolean number) {
        if (fault != null) {
            return 0;
        }
        if (at == end) {
            fault = "the answer's fields are cut off";
            return 0;
        }
        boolean coded = b[at] < 0;
        int size = integer(0x7f);
        if (size > end - at) {
            fault = "the answer's fields are cut off";
        }
        if (fault != null) {
            return 0;
        }
        at += size;
        return !number ? 0 : coded ? codedNumber(at - size, at) : number(at - size, at);
    }

    private long number(int from, int to) {
        long value = 0;
        for (int i = from; i < to; i++) {
            value = next(value, b[i] - '0');
        }
        return to > from ? value : next(0, -1);
    }

    private long next(long value, int digit) {
        if (digit < 0 || digit > 9 || value > MOST) {
            fault = "the answer's status or content-length is not a number";
            return 0;
        }
        return value * 10 + digit;
    }

    /** The digits of Huffman's code: 0 to 2 have five bits, 3 to 9 six. Source: appendix B. */
    private long codedNumber(int from, int to) {
        long value = 0;
        int bits = (to - from) * 8;
        int p = 0;
        boolean any = false;
        while (bits - p >= 5 && fault == null) {
            int five = bits(from, p, 5);
            if (five <= 2) {
                value = next(value, five);
                p += 5;
            } else if (bits - p >= 6 && bits(from, p, 6) >= 25 && bits(from, p, 6) <= 31) {
                value = next(value, bits(from, p, 6) - 22);
                p += 6;
            } else {
                break;
            }
            any = true;
        }
        int rest = bits - p;
        return any && rest < 8 && bits(from, p, rest) == (1 << rest) - 1 ? value : next(0, -1);
    }

    private int bits(int from, int p, int count) {
        int value = 0;
        for (int i = p; i < p + count; i++) {
            value = value << 1 | b[from + (i >> 3)] >> 7 - (i & 7) & 1;
        }
        return value;
    }
}
