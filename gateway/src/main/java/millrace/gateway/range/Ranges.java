package millrace.gateway.range;

import java.util.Arrays;

/**
 * Parts of a body, as the field {@code Range} asks for them: RFC 9110 section 14. What counts as a mistake, and which
 * requests are answered with the whole body, is as in nginx. Pure logic.
 */
final class Ranges {
    /** What is to be answered. */
    enum Verdict { PARTS, WHOLE, UNSATISFIABLE }

    private static final long NOT_THERE = -1;
    private static final long TOO_MUCH = -2;

    private final String text;
    private final long size;
    private int at;
    private long[] bounds = new long[4];
    private int count;
    private Verdict verdict;

    private Ranges(String text, long size) {
        this.text = text;
        this.size = size;
    }

    /**
     * @param text what follows {@code bytes=}
     * @param size bytes of the whole body
     * @param most parts that are allowed
     */
    static Ranges parse(String text, long size, int most) {
        Ranges ranges = new Ranges(text, size);
        ranges.verdict = ranges.all(most);
        return ranges;
    }

    Verdict verdict() {
        return verdict;
    }

    int count() {
        return count;
    }

    long start(int part) {
        return bounds[2 * part];
    }

    /** The first byte behind a part. */
    long end(int part) {
        return bounds[2 * part + 1];
    }

    /** Whether each part begins where the one before ends, or later: they can be taken out of a stream. */
    boolean areAscending() {
        for (int i = 1; i < count; i++) {
            if (start(i) < end(i - 1)) {
                return false;
            }
        }
        return true;
    }

    private Verdict all(int most) {
        long total = 0;
        do {
            long first = first();
            long last = first == TOO_MUCH ? TOO_MUCH : last();
            if (last == TOO_MUCH || first == NOT_THERE && last == NOT_THERE || !atSeparator()) {
                return Verdict.UNSATISFIABLE;
            }
            long start = first == NOT_THERE ? Math.max(0, size - last) : first;
            long end = first == NOT_THERE || last == NOT_THERE || last >= size ? size : last + 1;
            if (start < end) {
                if (count == most) {
                    return Verdict.WHOLE;
                }
                add(start, end);
                total += end - start;
            } else if (start == 0) {
                return Verdict.WHOLE;
            }
        } while (comma());
        // Who asks for more than there is wants to keep the server busy.
        return count == 0 ? Verdict.UNSATISFIABLE : total > size ? Verdict.WHOLE : Verdict.PARTS;
    }

    /** The number before the dash; passes the dash. */
    private long first() {
        blanks();
        if (at < text.length() && text.charAt(at) == '-') {
            at++;
            return NOT_THERE;
        }
        long number = number();
        blanks();
        if (number == NOT_THERE || at == text.length() || text.charAt(at) != '-') {
            return TOO_MUCH;
        }
        at++;
        blanks();
        return number;
    }

    private long last() {
        long number = number();
        blanks();
        return number;
    }

    private boolean atSeparator() {
        return at == text.length() || text.charAt(at) == ',';
    }

    private boolean comma() {
        if (at == text.length()) {
            return false;
        }
        at++;
        return true;
    }

    private long number() {
        long number = NOT_THERE;
        for (; at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9'; at++) {
            int digit = text.charAt(at) - '0';
            long before = Math.max(0, number);
            if (before > (Long.MAX_VALUE - digit) / 10) {
                return TOO_MUCH;
            }
            number = before * 10 + digit;
        }
        return number;
    }

    private void blanks() {
        while (at < text.length() && text.charAt(at) == ' ') {
            at++;
        }
    }

    private void add(long start, long end) {
        if (2 * count == bounds.length) {
            bounds = Arrays.copyOf(bounds, 2 * bounds.length);
        }
        bounds[2 * count] = start;
        bounds[2 * count + 1] = end;
        count++;
    }
}
