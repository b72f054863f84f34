package millrace.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Flow;
import millrace.http.codec.Output;
import millrace.http.codec.RequestHead;
import millrace.http.codec.Status;
import millrace.loop.Connection;
import millrace.loop.FileRegion;
import millrace.loop.StreamHandler;
import millrace.os.Errno;
import millrace.os.OsException;

/**
 * A response, written in one of three ways: whole ({@link #send}), in pieces ({@link #write}, {@link #end}), or by a
 * publisher ({@link #send(Flow.Publisher)}).
 *
 * <pre>
 *   NEW ──write──▶ STREAMING ──end──▶ ENDED
 *    └──────────── send ───────────────▲
 * </pre>
 *
 * <p>On the loop's thread only. When the client has gone, what is written goes nowhere, silently; {@link #onClosed}
 * tells. Date, Content-Length, Transfer-Encoding and Connection are written by the server.
 */
public final class Response {
    private static final byte[] CONTENT_LENGTH = ascii("Content-Length: ");
    private static final byte[] CHUNKED = ascii("Transfer-Encoding: chunked\r\n");
    private static final byte[] CLOSE = ascii("Connection: close\r\n");
    private static final byte[] KEEP_ALIVE = ascii("Connection: keep-alive\r\n");
    private static final byte[] TEXT = ascii("Content-Type: text/plain; charset=utf-8\r\n");
    private static final byte[] LAST_CHUNK = ascii("0\r\n");
    private static final int UNKNOWN = -1;

    /** Longer bodies are not copied behind their head first. */
    private static final int LARGE = 16 * 1024;

    /** Longer text is faster encoded by the JDK's vector code, though that allocates. */
    private static final int LONG_TEXT = 1024;

    private enum State { NEW, STREAMING, ENDED }

    private final Output fields = new Output(256);
    private Output trailers;
    private HttpConnection connection;
    private Request request;
    private State state = State.ENDED;
    private int status;
    private long declaredLength;
    private long writtenLength;
    private boolean dated;
    private boolean typed;
    private boolean closeAfter;
    private boolean last;
    private boolean chunked;
    private boolean bodiless;
    private boolean gone;
    private Runnable whenWritable;
    private Runnable whenClosed;

    Response() {}

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    void begin(HttpConnection owner, Request asked) {
        connection = owner;
        request = asked;
        state = State.NEW;
        status = 200;
        declaredLength = UNKNOWN;
        writtenLength = 0;
        fields.clear();
        trailers = null;
        dated = false;
        typed = false;
        closeAfter = false;
        last = false;
        gone = false;
        whenWritable = null;
        whenClosed = null;
    }

    /** Sets the status; 200 otherwise. */
    public Response status(int code) {
        if (isGone()) {
            return this;
        }
        if (code < 200 || code > 999) {
            throw new IllegalArgumentException("not the status of a final response: " + code);
        }
        status = code;
        return this;
    }

    /**
     * Adds a field line.
     *
     * @throws IllegalArgumentException when the name is no token or the value has a control character, or when the field
     *     is one that only the server may write
     */
    public Response header(String name, String value) {
        if (!isGone() && !isTheServers(name, value)) {
            fields.field(name, value);
        }
        return this;
    }

    /** Notes what the fields that concern the server say; some of them it writes itself. */
    private boolean isTheServers(String name, String value) {
        switch (name.length()) {
            case 4 -> dated |= name.equalsIgnoreCase("date");
            case 12 -> typed |= name.equalsIgnoreCase("content-type");
            case 10 -> {
                if (name.equalsIgnoreCase("connection")) {
                    closeAfter |= value.equalsIgnoreCase("close");
                    return closeAfter || value.equalsIgnoreCase("keep-alive");
                }
            }
            case 14 -> {
                if (name.equalsIgnoreCase("content-length")) {
                    declare(value);
                    return true;
                }
            }
            case 17 -> {
                if (name.equalsIgnoreCase("transfer-encoding")) {
                    throw new IllegalArgumentException("the server decides on Transfer-Encoding: leave it out");
                }
            }
            default -> { }
        }
        return false;
    }

    private void declare(String value) {
        try {
            length(Long.parseLong(value));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("Content-Length is not a number: " + value, e);
        }
    }

    /** Declares how long the body will be that is written in pieces; otherwise it is sent in chunks. */
    public Response length(long bytes) {
        if (isGone()) {
            return this;
        }
        if (bytes < 0) {
            throw new IllegalArgumentException("a body cannot have " + bytes + " bytes");
        }
        declaredLength = bytes;
        return this;
    }

    // --- whole ---

    /** Ends the response without a body. */
    public void send() {
        if (isGone()) {
            return;
        }
        Output out = writeHead(declaredLength == UNKNOWN || !bodilessByNature() ? 0 : declaredLength);
        flush(out);
        ended();
    }

    /** Ends the response with a text, in UTF-8; as {@code text/plain} unless a Content-Type was given. */
    public void send(String text) {
        if (isGone()) {
            return;
        }
        if (!typed) {
            fields.put(TEXT);
            typed = true;
        }
        if (text.length() > LONG_TEXT) {
            send(text.getBytes(StandardCharsets.UTF_8));
            return;
        }
        // The length stands before the text, so the text is encoded behind the other fields and looked at there.
        int before = fields.length();
        fields.utf8(text);
        int length = fields.length() - before;
        fields.truncate(before);
        Output out = writeHead(length);
        if (!bodiless) {
            out.put(fields.bytes(), before, length);
        }
        flush(out);
        ended();
    }

    /** Ends the response with a body. The array is free afterwards. */
    public void send(byte[] body) {
        send(body, 0, body.length);
    }

    public void send(byte[] body, int offset, int length) {
        if (isGone()) {
            return;
        }
        Output out = writeHead(length);
        if (bodiless || length <= LARGE) {
            flush(bodiless ? out : out.put(body, offset, length));
        } else {
            flush(out);
            connection.written(stream().write(body, offset, length));
        }
        ended();
    }

    /** Ends the response with what remains in a buffer. */
    public void send(ByteBuffer body) {
        if (body.hasArray()) {
            send(body.array(), body.arrayOffset() + body.position(), body.remaining());
            body.position(body.limit());
        } else {
            byte[] copy = new byte[body.remaining()];
            body.get(copy);
            send(copy);
        }
    }

    /** Ends the response with a part of a file, sent inside the kernel. The region is closed by the server. */
    public void send(FileRegion file) {
        if (isGone()) {
            file.close();
            return;
        }
        Output out = writeHead(file.remaining());
        flush(out);
        if (bodiless) {
            file.close();
        } else {
            connection.written(stream().write(file));
        }
        ended();
    }

    /**
     * Ends the response with a file. Opening it asks the disk, which holds the loop up for as long.
     *
     * @throws HttpException 404 when there is no such file, 403 when it may not be read
     */
    public void sendFile(Path file) throws IOException {
        if (Files.isDirectory(file)) {
            throw new HttpException(404, "not found");
        }
        try {
            send(FileRegion.open(file));
        } catch (OsException e) {
            if (Errno.ENOENT.is(-e.errno()) || Errno.ENOTDIR.is(-e.errno())) {
                throw new HttpException(404, "not found");
            }
            throw Errno.EACCES.is(-e.errno()) ? new HttpException(403, "not allowed") : e;
        }
    }

    /** Ends the response with what a publisher publishes, at the pace of the client. */
    public void send(Flow.Publisher<ByteBuffer> body) {
        body.subscribe(new BodySender(this, connection.loop()));
    }

    // --- in pieces ---

    /**
     * Writes a piece of the body; the first one sends the head too. The array is free afterwards.
     *
     * @return whether more is welcome; after {@code false} wait for {@link #onWritable}
     */
    public boolean write(byte[] piece, int offset, int length) {
        if (isOver()) {
            return false;
        }
        Output out = state == State.NEW ? startStream() : connection.server().scratch;
        writtenLength += length;
        if (declaredLength != UNKNOWN && writtenLength > declaredLength) {
            IllegalStateException e = new IllegalStateException("more is written than the declared " + declaredLength);
            connection.abort(new IOException(e));
            throw e;
        }
        if (length == 0 || bodiless) {
            return flush(out);
        }
        if (chunked) {
            out.chunkSize(length);
        }
        if (length <= LARGE) {
            out.put(piece, offset, length);
        } else {
            flush(out);
            connection.written(stream().write(piece, offset, length));
        }
        return flush(chunked ? out.crlf() : out);
    }

    public boolean write(byte[] piece) {
        return write(piece, 0, piece.length);
    }

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
        if (state == State.NEW) {
            flush(startStream());
        }
    }

    private Output startStream() {
        Output out = writeHead(declaredLength);
        state = State.STREAMING;
        return out;
    }

    /** Calls an action when a {@link #write} that answered {@code false} has been worked off. */
    public void onWritable(Runnable action) {
        whenWritable = action;
    }

    /** Adds a trailer field, to be sent behind the body when that goes in chunks; clients seldom look at it. */
    public Response trailer(String name, String value) {
        if (isOver()) {
            return this;
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
        return this;
    }

    /** Ends the response. */
    public void end() {
        if (isOver()) {
            return;
        }
        if (state == State.NEW && trailers == null) {
            send();
            return;
        }
        Output out = state == State.NEW ? startStream() : connection.server().scratch;
        if (chunked && !bodiless) {
            out.put(LAST_CHUNK);
            if (trailers != null) {
                out.put(trailers.bytes(), 0, trailers.length());
            }
            flush(out.crlf());
        } else if (!bodiless && declaredLength != UNKNOWN && writtenLength < declaredLength) {
            connection.abort(new IOException(
                    "the response has ended after " + writtenLength + " of the declared " + declaredLength + " bytes"));
        } else {
            flush(out);
        }
        ended();
    }

    // --- before and instead of a response ---

    /**
     * Sends an interim response, such as 103 Early Hints; nothing to a client of HTTP/1.0.
     *
     * @param code from 102 to 199
     * @param fieldLines names and values in turn
     */
    public void informational(int code, String... fieldLines) {
        if (isGone()) {
            return;
        }
        if (code < 102 || code > 199 || fieldLines.length % 2 != 0) {
            throw new IllegalArgumentException("not an interim response: " + code);
        }
        if (request.head.minorVersion() > 0) {
            Output out = connection.server().scratch;
            out.clear();
            out.status(code);
            for (int i = 0; i < fieldLines.length; i += 2) {
                out.field(fieldLines[i], fieldLines[i + 1]);
            }
            flush(out.crlf());
        }
    }

    /**
     * Agrees to speak another protocol: 101, or 200 to CONNECT. The handler gets the connection, beginning with the
     * bytes that follow the request.
     *
     * @param protocol what the Upgrade field of the answer says; ignored for CONNECT
     * @throws IllegalStateException when the client has not offered it, or its body has not been read
     */
    public void upgrade(String protocol, StreamHandler successor) {
        if (isGone()) {
            return;
        }
        boolean connect = request.method().equals("CONNECT");
        if (!connect && !request.head.upgrade() || !request.decoder.isComplete()) {
            throw new IllegalStateException("the client has not offered an upgrade, or its request is not yet complete");
        }
        Output out = connection.server().scratch;
        out.clear();
        out.status(connect ? 200 : 101);
        if (!connect) {
            out.field("Upgrade", protocol).field("Connection", "Upgrade");
        }
        flush(out.put(fields.bytes(), 0, fields.length()).crlf());
        state = State.ENDED;
        connection.upgrade(successor);
    }

    /**
     * Ends the response with an error: with its status for an {@link HttpException}, else with 500 and an id that the
     * log carries. A response that has begun already is broken off.
     */
    public void fail(Throwable error) {
        if (state == State.ENDED) {
            return; // The client has its answer, or is gone.
        }
        if (error instanceof HttpException http && state == State.NEW) {
            answer(http.status(), http.getMessage());
            return;
        }
        String id = Incident.log(request.method() + " " + request.path(), error);
        if (state == State.STREAMING) {
            gone = true;
            connection.abort(new IOException("incident " + id, error));
        } else {
            answer(500, "incident " + id);
        }
    }

    /** Answers what the server itself cannot accept; the connection is closed after it. */
    void refuse(int code, String reason) {
        closeAfter = true;
        answer(code, reason);
    }

    /** Throws away what was prepared, and answers with an error. What the handler still does goes nowhere. */
    private void answer(int code, String reason) {
        fields.clear();
        dated = false;
        typed = false;
        declaredLength = UNKNOWN;
        status = code;
        send(code + " " + Status.phrase(code) + "\n" + reason + "\n");
        gone = true;
    }

    // --- for the connection ---

    boolean isStarted() {
        return state != State.NEW;
    }

    boolean isEnded() {
        return state == State.ENDED;
    }

    /** Whether the connection is to be closed after this response: known when its head has been written. */
    boolean isLast() {
        return last;
    }

    /** Calls an action when the connection is closed before the response has ended. */
    public void onClosed(Runnable action) {
        whenClosed = action;
    }

    void writable() {
        Runnable action = whenWritable;
        if (action != null) {
            action.run();
        }
    }

    void connectionClosed() {
        gone = true;
        if (state != State.ENDED) {
            state = State.ENDED;
            Runnable action = whenClosed;
            if (action != null) {
                action.run();
            }
        }
    }

    // --- writing ---

    /** Writes the head into the loop's scratch output. */
    private Output writeHead(long length) {
        RequestHead head = request.head;
        bodiless = bodilessByNature();
        last = closeAfter || connection.mustClose();
        chunked = length == UNKNOWN && head.minorVersion() > 0 && !Status.isBodiless(status);
        last |= length == UNKNOWN && head.minorVersion() == 0;
        Output out = connection.server().scratch;
        out.clear();
        out.status(status);
        if (!dated) {
            out.put(connection.server().dateLine());
        }
        out.put(fields.bytes(), 0, fields.length());
        if (chunked) {
            out.put(CHUNKED);
        } else if (length != UNKNOWN && !(Status.isBodiless(status) && (status != 304 || length == 0))) {
            out.put(CONTENT_LENGTH).number(length).crlf();
        }
        if (last) {
            out.put(CLOSE);
        } else if (head.minorVersion() == 0) {
            out.put(KEEP_ALIVE);
        }
        return out.crlf();
    }

    private boolean bodilessByNature() {
        return Status.isBodiless(status) || "HEAD".equals(request.head.method());
    }

    private boolean flush(Output out) {
        boolean more = out.length() == 0 || stream().write(out.bytes(), 0, out.length());
        out.clear();
        connection.written(more);
        return more;
    }

    private Connection stream() {
        return connection.stream();
    }

    private void ended() {
        state = State.ENDED;
        connection.responseEnded();
    }

    /** Whether nobody listens any more; otherwise the response must not have begun. */
    private boolean isGone() {
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
