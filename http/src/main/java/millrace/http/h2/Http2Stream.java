package millrace.http.h2;

import java.util.Arrays;
import millrace.http.codec.Fields;
import millrace.http.codec.Output;

/**
 * One request and its answer on a connection of HTTP/2 (RFC 9113 section 5.1).
 *
 * <pre>
 *            head                remote end             local end
 *   ──▶ open ──▶ request ──▶ half-closed (remote) ──────────────────▶ closed
 *                   └──────▶ half-closed (local), released: the rest is thrown away ──▲
 *   any ── reset, by either side ─────────────────────────────────────────────────────▲
 * </pre>
 *
 * <p>What flow control keeps back, on the way in and on the way out, waits here, in memory that may be kept for the next
 * request ({@link SpareStreams}). For the loop's thread only.
 */
public final class Http2Stream {
    private final Http2Session session;
    private int id;
    private StreamUser user;
    private boolean open;
    private boolean forgotten;
    boolean remoteEnded;
    boolean localEnded;
    /** What has come is not as it should be: the stream is reset when it has been answered. */
    boolean malformed;

    // On the way in.
    boolean headTold;
    long expectedBytes;
    int receiveWindow;
    int owedWindow;
    boolean widened;
    final Backlog inbox = new Backlog();
    private Fields trailers;
    private boolean endTold;
    private boolean delivering;

    // On the way out.
    long sendWindow;
    final Backlog outbox = new Backlog();
    boolean endWaits;
    byte[] trailerLines;
    boolean queued;
    boolean givenUp; // No more of the answer is sent: the stream is about to be reset.
    int mostFrameBytes;
    long sentBytes;
    /** When some of the output was sent last, or began to wait. */
    long movedNanos;
    Http2Stream next;

    Http2Stream(Http2Session session) {
        this.session = session;
    }

    void begin(int number, int receives, long sends) {
        id = number;
        user = Nobody.NOBODY;
        open = true;
        forgotten = false;
        remoteEnded = false;
        localEnded = false;
        malformed = false;
        headTold = false;
        expectedBytes = -1;
        receiveWindow = receives;
        owedWindow = 0;
        widened = false;
        endTold = false;
        sendWindow = sends;
        endWaits = false;
        givenUp = false;
        mostFrameBytes = Frames.PAYLOAD_BYTES; // Larger ones would only hold others up.
        sentBytes = 0;
        movedNanos = session.nowNanos();
    }

    public int id() {
        return id;
    }

    /** Who answers. */
    public void user(StreamUser answering) {
        user = answering;
    }

    StreamUser user() {
        return user;
    }

    public boolean isOpen() {
        return open;
    }

    /** Whether the request has come to its end, as the client sees it. */
    public boolean isRemoteEnded() {
        return remoteEnded;
    }

    boolean isReleased() {
        return user == Nobody.NOBODY;
    }

    boolean isForgotten() {
        return forgotten;
    }

    /** Bytes of the answer that flow control keeps back. */
    public int queuedBytes() {
        return outbox.length();
    }

    /** How many bytes of the answer the client takes now. */
    public int windowBytes() {
        return (int) Math.clamp(Math.min(session.sender.window, sendWindow), 0, Integer.MAX_VALUE);
    }

    /** Whether there is something that flow control or a slow client keeps back. */
    boolean hasOutput() {
        return !outbox.isEmpty();
    }

    // --- the answer ---

    /** Frames of the body have no more than so many bytes of it; 16 KiB, if not said. */
    public void mostFrameBytes(int bytes) {
        mostFrameBytes = bytes;
    }

    /** All that has gone to the connection, the framing included. */
    public long sentBytes() {
        return sentBytes;
    }

    /**
     * Sends a head; an interim one is followed by another.
     *
     * @param lines the fields, as HTTP/1 has them
     * @param end whether nothing follows
     */
    public void head(int status, Output lines, boolean end) {
        if (open && !localEnded) {
            session.sender.head(this, status, lines, end);
        }
    }

    /**
     * Sends a part of the body; the array is free afterwards.
     *
     * @param end whether nothing follows
     * @return whether more is welcome; after {@code false} wait for {@link StreamUser#writable}
     */
    public boolean write(byte[] b, int from, int length, boolean end) {
        return takes() && session.sender.write(this, b, from, length, end);
    }

    private boolean takes() {
        return open && !localEnded && !endWaits && !givenUp;
    }

    /** Ends the answer with trailer fields. */
    public void trailers(Output lines) {
        if (takes()) {
            session.sender.trailers(this, Arrays.copyOf(lines.bytes(), lines.length()));
        }
    }

    /** Ends both sides at once. */
    public void reset(int code) {
        if (open) {
            session.reset(this, code);
        }
    }

    /**
     * The user has written all, and wants to hear nothing more.
     *
     * @param byAll whether nobody else can come back to this stream, so that it may serve another request
     */
    public void release(boolean byAll) {
        user = Nobody.NOBODY;
        forgotten = byAll;
        if (open) {
            session.released(this);
        }
    }

    // --- the request's body ---

    /** Offers again what has not been taken. */
    public void goOn() {
        if (delivering || !open) {
            return;
        }
        while (!inbox.isEmpty()) {
            int taken = deliver(inbox.bytes(), inbox.from(), inbox.to());
            if (!open) {
                return; // Its end has given the window back, of all that was here.
            }
            inbox.take(taken);
            session.incoming.credit(this, taken);
            if (!open || taken == 0 && !isReleased()) {
                return;
            }
        }
        tellEnd();
    }

    void receive(byte[] b, int from, int to) {
        int taken = inbox.isEmpty() && !delivering ? deliver(b, from, to) : 0;
        session.incoming.credit(this, taken);
        int rest = to - from - taken;
        if (!open) {
            session.incoming.credit(rest);
        } else if (rest > 0) {
            inbox.add(b, from + taken, rest, delivering);
            if (isReleased()) {
                goOn(); // It was released in the middle of this, and nobody else will ask.
            }
        }
    }

    private int deliver(byte[] b, int from, int to) {
        delivering = true;
        int taken = user.data(b, from, to);
        delivering = false;
        return taken;
    }

    /** The body is not as long as was said: whether the request is answered all the same. Nothing more is read of it. */
    boolean answersMalformed() {
        malformed = true;
        return user.malformed();
    }

    void remoteEnd(Fields last) {
        remoteEnded = true;
        trailers = last;
        if (inbox.isEmpty()) {
            tellEnd();
        }
    }

    /** The rest of the request will not come. */
    void cutOff() {
        if (isReleased()) {
            remoteEnded = true;
            session.closeIfEnded(this);
        } else {
            StreamUser told = user;
            reset(ErrorCode.CANCEL);
            told.broken(ErrorCode.CANCEL);
        }
    }

    private void tellEnd() {
        if (remoteEnded && !endTold) {
            endTold = true;
            user.ended(trailers);
            session.closeIfEnded(this);
        }
    }

    /** Closed: what has not been read is thrown away. */
    void close() {
        open = false;
        session.incoming.credit(inbox.length());
        inbox.clear();
        outbox.clear();
        trailers = null;
        trailerLines = null;
    }
}
