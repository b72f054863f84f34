package millrace.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import millrace.http.codec.Output;
import millrace.loop.Connection;

/** The part of a {@link Response} that writes: its states, the body in pieces, and what goes to the connection. */
public abstract sealed class ResponseStream permits Response {
    /** Longer text is faster encoded by the JDK's vector code, though that allocates. */
    static final int LONG_TEXT = 1024;

    /** Longer bodies are not copied behind their head first. */
    private static final int LARGE = 16 * 1024;

    private static final byte[] LAST_CHUNK = Output.ascii("0\r\n");

    enum State { NEW, STREAMING, ENDED }

    final ResponseHead head = new ResponseHead();
    HttpConnection connection;
    Request request;
    State state = State.ENDED;

    /** Nobody listens any more. */
    boolean gone;

    private Output trailers;
    private long writtenLength;
    private Runnable whenWritable;
    private Runnable whenClosed;

    ResponseStream() {}

    void begin(HttpConnection owner, Request asked) {
        connection = owner;
        request = asked;
        state = State.NEW;
        gone = false;
        head.begin();
        trailers = null;
        writtenLength = 0;
        whenWritable = null;
        whenClosed = null;
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
            connection.stream.abort(new IOException(e));
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
        if (head.isChunked() && !head.isBodiless()) {
            out.put(LAST_CHUNK);
            if (trailers != null) {
                out.put(trailers.bytes(), 0, trailers.length());
            }
            out.crlf();
        } else if (!head.isBodiless() && writtenLength < head.declaredLength()) {
            connection.stream.abort(new IOException("the response has ended after " + writtenLength + " of the declared "
                    + head.declaredLength() + " bytes"));
        }
        flush(out);
        ended();
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

    /** Writes the head into the loop's scratch output. */
    final Output writeHead(long length) {
        boolean mustClose = head.isCloseAsked() || connection.mustClose();
        return head.write(scratch(), connection.server.dateLine(), request.head, length, mustClose);
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
        if (length <= LARGE) {
            return flush(out.put(bytes, offset, length));
        }
        flush(out);
        boolean more = stream().write(bytes, offset, length);
        connection.written(length, more);
        return more;
    }

    final boolean flush(Output out) {
        int length = out.length();
        boolean more = length == 0 || stream().write(out.bytes(), 0, length);
        out.clear();
        connection.written(length, more);
        return more;
    }

    final Connection stream() {
        return connection.stream;
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
