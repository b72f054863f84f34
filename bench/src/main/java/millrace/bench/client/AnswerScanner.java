package millrace.bench.client;

/**
 * Finds where answers end. Its own, and not the server's parser: a fault that both shared would test itself green.
 *
 * <pre>
 *          ┌───────────────── interim (1xx) ─────────────┐
 *          ▼                                             │
 *   ──▶  HEAD ── length 0 ──────────────────────────▶ complete ◀── end of stream ── UNTIL_CLOSE
 *          ├── Content-Length ─▶ BODY ── all read ───────▲
 *          ├── chunked ─▶ SIZE ⇄ CHUNK                   │
 *          │               └── 0 ──▶ TRAILER ── empty ───┘
 *          └── neither ─▶ UNTIL_CLOSE
 * </pre>
 *
 * <p>A head, and a line of the chunked coding, is looked at when it is there as a whole: until then its bytes are left
 * to the connection. Body bytes are only counted, unless one is expected. Allocates nothing but the text of a fault.
 */
final class AnswerScanner {
    /** The longest head, in bytes; a connection keeps no more than 64 KiB. */
    static final int LONGEST_HEAD = 60 * 1024;

    private static final int LONGEST_LINE = 4096;

    private enum State {
        HEAD,
        BODY,
        SIZE,
        CHUNK,
        CHUNK_END,
        TRAILER,
        UNTIL_CLOSE
    }

    private final AnswerHead head = new AnswerHead();
    private final BodyCheck check;
    private AnswerReader reader;
    private State state = State.HEAD;
    private long remaining;
    private boolean complete;
    private boolean begun;
    private String fault;

    /** How far an incomplete head, or line, has been looked at. */
    private int looked;

    /** @param expectedBody or {@code null} when any will do */
    AnswerScanner(byte[] expectedBody) {
        this.check = expectedBody == null ? null : new BodyCheck(expectedBody);
    }

    /** @param reader is told what answers say; {@code null} for nobody */
    void reader(AnswerReader reader) {
        this.reader = reader;
    }

    /** Whether an answer ended with the last {@link #scan}. */
    boolean isComplete() {
        return complete;
    }

    /** What is wrong with what came, or {@code null}: then there is no going on. */
    String fault() {
        return fault;
    }

    /** Whether a part of an answer has come, and not all of it. */
    boolean isInside() {
        return begun;
    }

    int status() {
        return head.status;
    }

    /** Whether the connection may be used after the answer that is complete. */
    boolean goesOn() {
        return head.goesOn;
    }

    boolean isAsExpected() {
        return check == null || check.matched();
    }

    /** For a new connection. */
    void reset() {
        state = State.HEAD;
        complete = false;
        begun = false;
        fault = null;
        looked = 0;
    }

    /** The other side has ended: whether that completes the answer. */
    boolean endCompletes() {
        return state == State.UNTIL_CLOSE;
    }

    /**
     * Goes on until an answer is complete, or what is left has to wait for more.
     *
     * @param ofHead whether it is the answer to a HEAD
     * @return up to where the bytes are done with
     */
    int scan(byte[] b, int from, int end, boolean ofHead) {
        complete = false;
        begun = true;
        int at = from;
        while (at < end && !complete && fault == null) {
            int next = step(b, at, end, ofHead);
            if (next == at && !complete) {
                return at;
            }
            at = next;
        }
        return at;
    }

    private int step(byte[] b, int at, int end, boolean ofHead) {
        return switch (state) {
            case HEAD -> head(b, at, end, ofHead);
            case BODY -> body(b, at, end, true);
            case CHUNK -> body(b, at, end, false);
            case UNTIL_CLOSE -> look(b, at, end);
            case SIZE, CHUNK_END, TRAILER -> line(b, at, end);
        };
    }

    private int head(byte[] b, int from, int end, boolean ofHead) {
        int lineEnd = LineEnds.next(b, from + looked, end);
        while (lineEnd >= 0 && !isEmptyLine(b, from, lineEnd)) {
            looked = lineEnd + 1 - from;
            lineEnd = LineEnds.next(b, lineEnd + 1, end);
        }
        if (lineEnd < 0) {
            if (end - from > LONGEST_HEAD) {
                fault = "the answer's head is longer than " + LONGEST_HEAD + " bytes";
            }
            return from;
        }
        looked = 0;
        read(b, from, lineEnd);
        head.complete(ofHead);
        fault = head.fault;
        if (fault == null && !head.isInterim()) {
            if (reader != null) {
                reader.head(b, from, lineEnd + 1);
            }
            begin();
        }
        return lineEnd + 1;
    }

    private static boolean isEmptyLine(byte[] b, int from, int feed) {
        return feed > from && (b[feed - 1] == '\n' || b[feed - 1] == '\r' && feed - 1 > from && b[feed - 2] == '\n');
    }

    private void read(byte[] b, int from, int last) {
        int feed = LineEnds.next(b, from, last + 1);
        head.statusLine(b, from, withoutReturn(b, from, feed));
        for (int at = feed + 1; head.fault == null && at < last; at = feed + 1) {
            feed = LineEnds.next(b, at, last + 1);
            head.field(b, at, withoutReturn(b, at, feed));
        }
    }

    private static int withoutReturn(byte[] b, int from, int feed) {
        return feed > from && b[feed - 1] == '\r' ? feed - 1 : feed;
    }

    private void begin() {
        if (check != null) {
            check.begin();
        }
        remaining = head.length;
        if (head.length == 0) {
            finish();
        } else if (head.length == AnswerHead.CHUNKED) {
            state = State.SIZE;
        } else {
            state = head.length == AnswerHead.UNTIL_CLOSE ? State.UNTIL_CLOSE : State.BODY;
        }
    }

    private void finish() {
        state = State.HEAD;
        complete = true;
        begun = false;
    }

    private int look(byte[] b, int at, int end) {
        if (check != null) {
            check.take(b, at, end);
        }
        if (reader != null && end > at) {
            reader.body(b, at, end);
        }
        return end;
    }

    private int body(byte[] b, int at, int end, boolean last) {
        int to = (int) Math.min(end, at + remaining);
        look(b, at, to);
        remaining -= to - at;
        if (remaining == 0) {
            if (last) {
                finish();
            } else {
                state = State.CHUNK_END;
            }
        }
        return to;
    }

    /** A line of the chunked coding. Source: RFC 9112, section 7.1. */
    private int line(byte[] b, int from, int end) {
        int feed = LineEnds.next(b, from + looked, end);
        if (feed < 0) {
            looked = end - from;
            if (looked > LONGEST_LINE) {
                fault = "a line of the chunked coding is longer than " + LONGEST_LINE + " bytes";
            }
            return from;
        }
        looked = 0;
        int last = withoutReturn(b, from, feed);
        switch (state) {
            case SIZE -> size(b, from, last);
            case CHUNK_END -> {
                fault = last > from ? "a chunk does not end where it says" : null;
                state = State.SIZE;
            }
            case TRAILER -> {
                if (last == from) {
                    finish();
                }
            }
            case HEAD, BODY, CHUNK, UNTIL_CLOSE -> throw new IllegalStateException("no lines in " + state);
        }
        return feed + 1;
    }

    private void size(byte[] b, int from, int end) {
        long size = 0;
        int at = from;
        for (; at < end && Character.digit(b[at], 16) >= 0; at++) {
            if (size > Integer.MAX_VALUE) {
                fault = "a chunk is too large";
                return;
            }
            size = size << 4 | Character.digit(b[at], 16);
        }
        if (at == from || at < end && b[at] != ';' && b[at] != ' ' && b[at] != '\t') {
            fault = "a chunk's size is not a number";
            return;
        }
        remaining = size;
        state = size == 0 ? State.TRAILER : State.CHUNK;
    }
}
