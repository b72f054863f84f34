package millrace.http.codec;

/**
 * Fills a {@link ResponseHead} from the fields of an HTTP/2 answer (RFC 9113 section 8.3.2), so that whoever reads heads need
 * not know which protocol brought them. For one block after the other, on one thread.
 */
public final class Http2AnswerHead extends Http2Fields {
    private static final int STATUS = 0;
    private static final int MOST_FIELDS = 1000;

    private ResponseHead head;

    public Http2AnswerHead() {
        super(new String[] {":status"}, MOST_FIELDS);
    }

    /**
     * An answer's fields come next.
     *
     * @param into was {@linkplain ResponseHead#reset reset} for the answer
     */
    public void begin(ResponseHead into) {
        head = into;
        begin(head.fields(), head.memory(), false);
    }

    /**
     * All fields have come: the head is complete, or {@link ResponseHead#refusal} says why it is refused.
     *
     * @param ended whether no body follows
     * @return false when the answer is malformed
     */
    public boolean complete(boolean ended) {
        head.adopt(bytes(), length());
        head.minorVersion = 1;
        head.reasonStart = 0;
        head.reasonEnd = 0;
        head.status = status();
        head.refusal = tooMuch ? Refusal.FIELDS_TOO_LONG : null;
        if (tooMuch) {
            return true;
        }
        if (malformed || head.status == 0 || head.status == 101 || ended && head.status < 200) {
            return false;
        }
        head.refusal = ResponseFraming.decide(head);
        if (ended && head.bodyLength > 0) {
            return false; // It had been announced.
        }
        if (ended) {
            head.declaredLength = head.bodyLength == ResponseHead.UNTIL_CLOSE ? 0 : head.declaredLength;
            head.bodyLength = 0;
        } else if (head.bodyLength == ResponseHead.UNTIL_CLOSE) {
            head.bodyLength = ResponseHead.CHUNKED;
        }
        head.keepAlive = true;
        return true;
    }

    /** Three digits, or 0 for anything else. */
    private int status() {
        int from = starts[STATUS];
        byte[] b = bytes();
        if (from < 0 || ends[STATUS] - from != 3 || b[from] == '0') {
            return 0;
        }
        int status = 0;
        for (int i = from; i < from + 3; i++) {
            if (b[i] < '0' || b[i] > '9') {
                return 0;
            }
            status = status * 10 + b[i] - '0';
        }
        return status;
    }
}
