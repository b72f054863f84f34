package millrace.gateway.exchange;

/** What the head of a reply says, and what follows its body. For the loop's own thread only. */
public abstract sealed class ReplyHead permits Reply {
    /** {@link #contentLength} of a body that ends when it ends. */
    public static final long UNKNOWN = -1;

    private final HeaderList headers = new HeaderList();
    private final Text reason = new Text();
    private final Trailers trailers = new Trailers();

    private int status;
    private long contentLength;
    private long lastModified;
    private boolean rangesAllowed;
    private boolean judged;

    final void clear() {
        headers.clear();
        reason.clear();
        trailers.clear();
        status = 200;
        contentLength = UNKNOWN;
        lastModified = UNKNOWN;
        rangesAllowed = false;
        judged = false;
    }

    public final int status() {
        return status;
    }

    public final void status(int code) {
        status = code;
        reason.clear();
    }

    /** Text behind the status, as an upstream has sent it; not present for the usual one. */
    public final Text reason() {
        return reason;
    }

    public final HeaderList headers() {
        return headers;
    }

    /** Bytes of the body, or {@link #UNKNOWN}. */
    public final long contentLength() {
        return contentLength;
    }

    public final void contentLength(long bytes) {
        contentLength = bytes;
    }

    /** Seconds since 1970, or {@link #UNKNOWN}; a filter sends it as a field. */
    public final long lastModified() {
        return lastModified;
    }

    public final void lastModified(long epochSeconds) {
        lastModified = epochSeconds;
    }

    /** Whether parts of this reply may be asked for. */
    public final boolean rangesAllowed() {
        return rangesAllowed;
    }

    public final void rangesAllowed(boolean yes) {
        rangesAllowed = yes;
    }

    /** Whether somebody else has judged the conditions of the request: the upstream whose answer this is. */
    public final boolean isJudged() {
        return judged;
    }

    public final void judged(boolean elsewhere) {
        judged = elsewhere;
    }

    /** Fields behind the body. */
    public final Trailers trailers() {
        return trailers;
    }
}
