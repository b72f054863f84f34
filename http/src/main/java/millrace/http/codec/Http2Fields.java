package millrace.http.codec;

import java.util.Arrays;
import millrace.http.hpack.FieldSink;

/**
 * What field blocks have in common, be they a request's or an answer's (RFC 9113 section 8.2): pseudo-header fields come
 * first and once each, names are small, and nothing speaks of a connection. For one block after the other, on one thread.
 */
abstract class Http2Fields extends FieldSink {
    private final String[] pseudo;
    private final int mostFields;
    Fields fields;

    // Of each pseudo-header field where its value begins, or −1, and ends.
    final int[] starts;
    final int[] ends;
    boolean malformed;
    boolean tooMuch;
    private boolean pseudoOver;

    /** Lines that stand for pseudo-header fields, and do not count as fields. */
    int made;

    Http2Fields(String[] pseudo, int mostFields) {
        super(new byte[0]);
        this.pseudo = pseudo;
        this.mostFields = mostFields;
        starts = new int[pseudo.length];
        ends = new int[pseudo.length];
    }

    final void begin(Fields into, byte[] memory, boolean trailers) {
        restart(memory);
        fields = into;
        fields.clear();
        Arrays.fill(starts, -1);
        malformed = false;
        tooMuch = false;
        pseudoOver = trailers;
        made = 0;
    }

    /** Trailer fields come next; they have memory of their own. */
    public final void beginTrailers() {
        begin(new Fields(), new byte[256], true);
    }

    /** The trailer fields, or null when they are malformed. */
    public final Fields completeTrailers() {
        fields.bind(bytes(), 0);
        return malformed || tooMuch ? null : fields;
    }

    @Override
    protected final void overflow() {
        tooMuch = true;
    }

    @Override
    protected final void field(int nameStart, int nameEnd, int valueStart, int valueEnd) {
        if (malformed || tooMuch) {
            return;
        }
        byte[] b = bytes();
        if (Chars.skipValue(b, valueStart, valueEnd) != valueEnd || hasBlankEnd(b, valueStart, valueEnd)) {
            malformed = true;
        } else if (b[nameStart] == ':') {
            pseudo(b, nameStart, nameEnd, valueStart, valueEnd);
        } else {
            pseudoOver = true;
            plain(b, nameStart, nameEnd, valueStart, valueEnd);
        }
    }

    private static boolean hasBlankEnd(byte[] b, int from, int to) {
        return from < to && (Chars.isBlank(b[from]) || Chars.isBlank(b[to - 1]));
    }

    private void pseudo(byte[] b, int nameStart, int nameEnd, int valueStart, int valueEnd) {
        int which = pseudo.length - 1;
        while (which >= 0 && !Chars.equalsIgnoreCase(b, nameStart, nameEnd, pseudo[which])) {
            which--;
        }
        boolean small = Chars.skip(Chars.SMALL_TOKEN, b, nameStart + 1, nameEnd) == nameEnd;
        if (which < 0 || !small || pseudoOver || starts[which] >= 0) {
            malformed = true;
            return;
        }
        starts[which] = valueStart;
        ends[which] = valueEnd;
        pseudo(which, b, nameEnd);
    }

    /** One of the pseudo-header fields has come. */
    void pseudo(int which, byte[] b, int nameEnd) {}

    private void plain(byte[] b, int nameStart, int nameEnd, int valueStart, int valueEnd) {
        if (Chars.skip(Chars.SMALL_TOKEN, b, nameStart, nameEnd) != nameEnd || isOfConnection(b, nameStart, nameEnd)) {
            malformed = true;
        } else if (ordinary(b, nameStart, nameEnd, valueStart, valueEnd)) {
            if (fields.count() - made == mostFields) {
                tooMuch = true;
            } else {
                fields.add(nameStart, nameEnd, valueStart, valueEnd);
            }
        }
    }

    /** Another field has come: whether it is one of the message's. */
    boolean ordinary(byte[] b, int nameStart, int nameEnd, int valueStart, int valueEnd) {
        return true;
    }

    /** What says something of a connection has no place here (section 8.2.2). */
    private static boolean isOfConnection(byte[] b, int from, int to) {
        return switch (to - from) {
            case 7 -> Chars.equalsIgnoreCase(b, from, to, "upgrade");
            case 10 -> Chars.equalsIgnoreCase(b, from, to, "connection") || Chars.equalsIgnoreCase(b, from, to, "keep-alive");
            case 16 -> Chars.equalsIgnoreCase(b, from, to, "proxy-connection");
            case 17 -> Chars.equalsIgnoreCase(b, from, to, "transfer-encoding");
            default -> false;
        };
    }
}
