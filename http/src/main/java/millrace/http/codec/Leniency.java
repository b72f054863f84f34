package millrace.http.codec;

/**
 * What a parser lets pass that RFC 9112 allows to refuse, for a gateway whose users know nginx. Whatever could make two
 * readers of one message disagree about where it ends is refused all the same.
 *
 * @param bareLf a line may end in LF alone (RFC 9112 section 2.2), and any number of empty lines may come before a head
 * @param simpleRequests a request line of two words is a request of HTTP/0.9, and blanks may be repeated in any request
 *     line; a fragment in the target is cut off, and a method is of capitals, hyphen and underscore
 * @param expectations an expectation other than 100-continue is passed over
 * @param oddNames what becomes of field lines whose name has other than letters, digits and hyphens
 * @param underscores whether an underscore in a field name is not odd
 * @param controls a field value may hold control characters other than NUL, CR and LF
 * @param fieldLineBytes the longest field line with its end
 */
public record Leniency(boolean bareLf, boolean simpleRequests, boolean expectations, OddNames oddNames,
        boolean underscores, boolean controls, int fieldLineBytes) {

    /** What becomes of a field line whose name is odd. */
    public enum OddNames {
        /** A name is a token, or the message is refused. */
        REFUSED,
        /** The line is left out of {@link Fields}. */
        DROPPED,
        /** Anything visible is a name. */
        KEPT
    }

    /** The strict reading. */
    public static final Leniency NONE =
            new Leniency(false, false, false, OddNames.REFUSED, true, false, Integer.MAX_VALUE);

    /** As nginx reads the requests of its clients when nothing else is configured. */
    public static final Leniency REQUESTS =
            new Leniency(true, true, true, OddNames.DROPPED, false, false, 8 << 10);

    /** As nginx reads the answers of upstreams. */
    public static final Leniency RESPONSES =
            new Leniency(true, false, false, OddNames.KEPT, true, true, Integer.MAX_VALUE);

    /** The directives {@code ignore_invalid_headers}, {@code underscores_in_headers}, {@code large_client_header_buffers}. */
    public static Leniency requests(boolean dropOddNames, boolean underscores, int fieldLineBytes) {
        OddNames odd = dropOddNames ? OddNames.DROPPED : OddNames.KEPT;
        return new Leniency(true, true, true, odd, underscores, false, fieldLineBytes);
    }
}
