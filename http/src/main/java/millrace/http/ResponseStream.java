package millrace.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import millrace.http.codec.Output;

/** The part of a {@link Response} that writes: its states, the body in pieces, and what goes to the connection. */
public abstract sealed class ResponseStream permits Response {
    /** Longer text is faster encoded by the JDK's vector code, though that allocates. */
    static final int LONG_TEXT = 1024;

    enum State { NEW, STREAMING, ENDED }

    final ResponseHead head = new ResponseHead();
    Carrier connection;
    Request request;
    State state = State.ENDED;

    /** Nobody listens any more. */
    boolean gone;

    private Output trailers;
    private long writtenLength;
    private Runnable whenWritable;
    private Runnable whenClosed;
    private Runnable whenStopping;

    ResponseStream() {}

    void begin(Carrier owner, Request asked) {
        connection = owner;
        request = asked;
        state = State.NEW;
        gone = false;
        head.begin();
        trailers = null;
        writtenLength = 0;
        whenWritable = null;
        whenClosed = null;
        whenStopping = null;
    }

    /**
     * Writes a piece of the body; the first one sends the head too. The array is free afterwards.
     *
     * @return whether more is welcome; after {@code false} wait for {@link #onWritable}
     */
    public boolean write(byte[] piece, int offset, int length) {
        if (isOver()) {
            return false;
        }
        Output out = startStream();
        writtenLength += length;
        requireDeclared();
        if (length == 0 || head.isBodiless()) {
            return flush(out);
        }
        if (!head.isChunked()) {
            return append(out, piece, offset, length);
        }
        append(out.chunkSize(length), piece, offset, length);
        return flush(out.crlf());
    }

    private void requireDeclared() {
        long declared = head.declaredLength();
        if (declared != ResponseHead.UNKNOWN && writtenLength > declared) {
            IllegalStateException e = new IllegalStateException("more is written than the declared " + declared);
            connection.breakOff(new IOException(e));
            throw e;
        }
    }

    public boolean write(byte[] piece) {
        return write(piece, 0, piece.length);
    }

    /** Writes text in UTF-8. */
    public boolean write(String piece) {
        return write(piece.getBytes(StandardCharsets.UTF_8));
    }

    /** As {@link #write(byte[], int, int)}, what remains in a buffer. */
    public boolean write(ByteBuffer piece) {
        if (piece.hasArray()) {
            boolean more = write(piece.array(), piece.arrayOffset() + piece.position(), piece.remaining());
            piece.position(piece.limit());
            return more;
        }
        byte[] copy = new byte[piece.remaining()];
        piece.get(copy);
        return write(copy);
    }

    /** Sends the head before there is anything of the body. */
    public void flush() {
        if (state == State.NEW && !isOver()) {
            flush(startStream());
        }
    }

    /** Bytes that wait for the client to take them: how far it is behind. */
    public long queuedBytes() {
        return connection.queuedBytes();
    }

    /** Calls an action when a {@link #write} that answered {@code false} has been worked off. */
    public void onWritable(Runnable action) {
        whenWritable = action;
    }

    /**
     * Calls an action when nobody listens to this response any more: the connection was closed before the response had
     * ended, or the server has answered in its place. At once, when that is so already.
     */
    public void onClosed(Runnable action) {
        whenClosed = action;
        if (gone) {
            action.run();
        }
    }

    /**
     * Calls an action, once, when the server stops, which waits for the end of this response until its deadline. Soon, when
     * it is stopping already.
     */
    public void onServerStop(Runnable action) {
        whenStopping = action;
        if (!isOver() && connection.server.isStopping()) {
            connection.server.loop.execute(this::serverStops);
        }
    }

    void serverStops() {
        Runnable told = whenStopping;
        whenStopping = null;
        if (told != null && !gone && state != State.ENDED) {
            told.run();
        }
    }

    /** Adds a trailer field, to be sent behind the body when that goes in chunks; clients seldom look at it. */
    public void trailer(String name, String value) {
        if (isOver()) {
            return;
        }
        switch (name.toLowerCase(Locale.ROOT)) {
            case "content-length", "transfer-encoding", "host", "connection", "trailer" ->
                throw new IllegalArgumentException(name + " cannot be a trailer field");
            default -> { }
        }
        if (trailers == null) {
            trailers = new Output(128);
        }
        trailers.field(name, value);
    }

    /** Ends the response. */
    public void end() {
        if (isOver()) {
            return;
        }
        if (state == State.NEW && trailers == null && head.declaredLength() == ResponseHead.UNKNOWN) {
            head.declare(0);
        }
        Output out = startStream();
        if (head.isLengthless() && !head.isBodiless()) {
            connection.endBody(out, trailers);
        } else if (!head.isBodiless() && writtenLength < head.declaredLength()) {
            connection.breakOff(new IOException("the response has ended after " + writtenLength + " of the declared "
                    + head.declaredLength() + " bytes"));
        }
        flush(out);
        ended();
    }

    /** Breaks it off: what the client has not taken is thrown away, and it cannot take the rest for the whole. */
    public void abort() {
        if (!gone && state != State.ENDED) {
            gone = true;
            connection.breakOff(null);
        }
    }

    boolean isStarted() {
        return state != State.NEW;
    }

    /** Whether all of it has been written; what the client has not taken yet is on its way. */
    public boolean isEnded() {
        return state == State.ENDED;
    }

    boolean isLast() {
        return head.isLast();
    }

    void writable() {
        if (whenWritable != null) {
            whenWritable.run();
        }
    }

    void connectionClosed() {
        gone = true;
        if (state != State.ENDED) {
            state = State.ENDED;
            tellClosed();
        }
    }

    final void tellClosed() {
        if (whenClosed != null) {
            whenClosed.run();
        }
    }

    // --- writing ---

    final Output scratch() {
        return connection.server.scratch;
    }

    /** The head, written or about to be; the output is what the body goes into. */
    final Output writeHead(long length) {
        return connection.writeHead(head, request.head, length);
    }

    /** The output to write a piece into, with the head in it when that is still to be sent. */
    private Output startStream() {
        if (state == State.STREAMING) {
            return scratch();
        }
        state = State.STREAMING;
        return writeHead(head.declaredLength());
    }

    /** Sends what is in the output, and an array behind it. */
    final boolean append(Output out, byte[] bytes, int offset, int length) {
        return connection.send(out, bytes, offset, length);
    }

    final boolean flush(Output out) {
        return connection.send(out);
    }

    final void ended() {
        state = State.ENDED;
        connection.responseEnded();
    }

    /** Whether nobody listens any more; otherwise the response must not have begun. */
    final boolean isGone() {
        if (!gone && state != State.NEW) {
            throw new IllegalStateException("the response has begun already");
        }
        return gone;
    }

    /** Whether nobody listens any more; otherwise the response must not have ended. */
    private boolean isOver() {
        if (!gone && state == State.ENDED) {
            throw new IllegalStateException("the response has ended already");
        }
        return gone;
    }
}
