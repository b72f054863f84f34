package millrace.bench.client;

/**
 * The head of an answer, as far as counting needs it: the status, where the body ends, and whether the connection goes
 * on. Lenient where a lenient reading cannot miscount, strict about all that frames. Source: RFC 9112, sections 4, 6.3,
 * 9.3.
 */
final class AnswerHead {
    static final long CHUNKED = -1;
    static final long UNTIL_CLOSE = -2;

    private static final byte[] CONTENT_LENGTH = Words.lower("content-length");
    private static final byte[] TRANSFER_ENCODING = Words.lower("transfer-encoding");
    private static final byte[] CONNECTION = Words.lower("connection");
    private static final byte[] CLOSE = Words.lower("close");
    private static final byte[] KEEP_ALIVE = Words.lower("keep-alive");
    private static final byte[] CHUNKED_WORD = Words.lower("chunked");
    /** {@code HTTP/1.x nnn}. */
    private static final int STATUS_LINE = 12;

    int status;
    /** Bytes of body, or {@link #CHUNKED}, or {@link #UNTIL_CLOSE}. */
    long length;

    boolean goesOn;
    /** What is wrong with it, or {@code null}. */
    String fault;

    private long contentLength;
    private boolean coded;
    private boolean chunked;

    /** The first line, without its end. */
    void statusLine(byte[] b, int from, int end) {
        contentLength = -1;
        coded = false;
        chunked = false;
        fault = null;
        boolean good = end - from >= STATUS_LINE && b[from] == 'H' && b[from + 1] == 'T' && b[from + 2] == 'T'
                && b[from + 3] == 'P' && b[from + 4] == '/' && b[from + 5] == '1' && b[from + 6] == '.'
                && b[from + 8] == ' ' && (end - from == STATUS_LINE || b[from + STATUS_LINE] == ' ');
        if (!good) {
            fault = "the answer does not begin with HTTP/1.1 and a status";
            return;
        }
        goesOn = b[from + 7] != '0';
        status = digit(b[from + 9]) * 100 + digit(b[from + 10]) * 10 + digit(b[from + 11]);
        if (fault == null && (status < 100 || status > 599)) {
            fault = "the answer's status is " + status;
        }
    }

    private int digit(byte c) {
        if (c < '0' || c > '9') {
            fault = "the answer's status is not a number";
        }
        return c - '0';
    }

    /** A further line, without its end. Only three names matter, and their first letters tell most others apart. */
    void field(byte[] b, int from, int end) {
        int first = b[from] | 0x20;
        if (first != 'c' && first != 't') {
            return;
        }
        if (first == 't') {
            int value = valueOf(TRANSFER_ENCODING, b, from, end);
            if (value >= 0) {
                coded = true;
                chunked = Words.endsWith(CHUNKED_WORD, b, value, end);
            }
            return;
        }
        int value = valueOf(CONTENT_LENGTH, b, from, end);
        if (value >= 0) {
            contentLength(b, value, end);
            return;
        }
        value = valueOf(CONNECTION, b, from, end);
        if (value >= 0) {
            if (Words.contains(CLOSE, b, value, end)) {
                goesOn = false;
            } else if (Words.contains(KEEP_ALIVE, b, value, end)) {
                goesOn = true;
            }
        }
    }

    /** Where the value begins, or −1 when the name is another. */
    private static int valueOf(byte[] name, byte[] b, int from, int end) {
        int colon = from + name.length;
        if (colon >= end || b[colon] != ':' || !Words.matches(name, b, from)) {
            return -1;
        }
        int at = colon + 1;
        while (at < end && (b[at] == ' ' || b[at] == '\t')) {
            at++;
        }
        return at;
    }

    private void contentLength(byte[] b, int from, int end) {
        long value = 0;
        int at = from;
        while (at < end && b[at] >= '0' && b[at] <= '9') {
            value = value * 10 + (b[at++] - '0');
            if (value > Long.MAX_VALUE / 16) {
                fault = "the answer's Content-Length is too large";
                return;
            }
        }
        boolean number = at > from;
        while (at < end && (b[at] == ' ' || b[at] == '\t')) {
            at++;
        }
        if (!number || at < end) {
            fault = "the answer's Content-Length is not a number";
        } else if (contentLength >= 0 && contentLength != value) {
            fault = "the answer has two different Content-Length";
        }
        contentLength = value;
    }

    /** The head is complete: decides where the body ends. */
    void complete(boolean ofHead) {
        if (coded && contentLength >= 0) {
            fault = "the answer has both Transfer-Encoding and Content-Length";
        }
        if (ofHead || status == 204 || status == 304 || status < 200) {
            length = 0;
        } else if (coded) {
            length = chunked ? CHUNKED : UNTIL_CLOSE;
        } else {
            length = contentLength >= 0 ? contentLength : UNTIL_CLOSE;
        }
        if (length == UNTIL_CLOSE || status == 101) {
            goesOn = false;
        }
    }

    /** Whether the real answer is yet to come. 101 is final: what follows is another protocol. */
    boolean isInterim() {
        return status < 200 && status != 101;
    }
}
