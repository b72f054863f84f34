package millrace.http;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Flow;
import millrace.http.codec.Output;
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
 * <p>On the loop's thread only. When the client has gone, or the server has answered in the handler's place, what is
 * written goes nowhere, silently; {@link #onClosed} tells. Date, Content-Length, Transfer-Encoding and Connection are
 * written by the server.
 */
public final class Response extends ResponseStream {
    /** A longer body is not copied for a client that is slow. */
    private static final int LONGEST_COPY = 8 << 20;

    Response() {}

    /** Sets the status; 200 otherwise. */
    public Response status(int code) {
        if (!isGone()) {
            head.status(code);
        }
        return this;
    }

    /**
     * Adds a field line.
     *
     * @throws IllegalArgumentException when the name is no token or the value has a control character, or when the field
     *     is one that only the server may write
     */
    public Response header(String name, String value) {
        if (!isGone()) {
            head.field(name, value);
        }
        return this;
    }

    /** Adds a Content-Type, unless one has been given. */
    public Response defaultType(String type) {
        if (!isGone()) {
            head.typeUnlessTyped(type);
        }
        return this;
    }

    /** Declares how long the body will be that is written in pieces; otherwise it is sent in chunks. */
    public Response length(long bytes) {
        if (!isGone()) {
            head.declare(bytes);
        }
        return this;
    }

    /** Whether a body goes nowhere: the request is a HEAD, or the status is one without a body. */
    public boolean isBodiless() {
        return head.willBeBodiless(request.head);
    }

    /** Ends the response without a body. */
    public void send() {
        if (!isGone()) {
            boolean mayDeclare = head.willBeBodiless(request.head) && head.declaredLength() != ResponseHead.UNKNOWN;
            flush(writeHead(mayDeclare ? head.declaredLength() : 0));
            ended();
        }
    }

    /** Ends the response with a text, in UTF-8; as {@code text/plain} unless a Content-Type was given. */
    public void send(String text) {
        if (isGone()) {
            return;
        }
        head.textUnlessTyped();
        if (text.length() > LONG_TEXT) {
            send(text.getBytes(StandardCharsets.UTF_8));
            return;
        }
        // The length stands before the text, so the text is encoded behind the fields and looked at there.
        Output fields = head.fields();
        int before = fields.length();
        fields.utf8(text);
        int length = fields.length() - before;
        fields.truncate(before);
        Output out = writeHead(length);
        if (head.isBodiless()) {
            flush(out);
        } else {
            append(out, fields.bytes(), before, length);
        }
        ended();
    }

    /** Ends the response with a body. An array of up to 8 MiB is free afterwards, a longer one when it has been sent. */
    public void send(byte[] body) {
        send(body, 0, body.length);
    }

    /** As {@link #send(byte[])}, a part of the array. */
    public void send(byte[] body, int offset, int length) {
        if (isGone()) {
            return;
        }
        if (length > LONGEST_COPY && !head.willBeBodiless(request.head)) {
            head.declare(length);
            ArraySender sender = new ArraySender(this, body, offset, length);
            onWritable(sender);
            sender.run();
            return;
        }
        Output out = writeHead(length);
        if (head.isBodiless()) {
            flush(out);
        } else {
            append(out, body, offset, length);
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
        if (isStarted()) {
            file.close();
        }
        if (isGone()) {
            return;
        }
        if (!(connection instanceof Http1Carrier http1)) {
            FileSender.start(this, file);
            return;
        }
        flush(writeHead(file.remaining()));
        if (head.isBodiless()) {
            file.close();
        } else {
            http1.send(file);
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
        isGone(); // Then too: the sender cancels, so that the publisher lets go of the file, say, that it holds open.
        body.subscribe(new BodySender(this, connection.server.loop));
    }

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
            Output lines = new Output(128);
            for (int i = 0; i < fieldLines.length; i += 2) {
                lines.field(fieldLines[i], fieldLines[i + 1]);
            }
            connection.interim(code, lines.bytes(), 0, lines.length());
        }
    }

    /**
     * Agrees to speak another protocol: 101, or 200 to CONNECT. The handler gets the connection, beginning with the
     * bytes that follow the request.
     *
     * @param protocol what the Upgrade field of the answer says; ignored for CONNECT
     * @throws IllegalStateException when the client has not offered it, its body has not been read, or it speaks HTTP/2
     */
    public void upgrade(String protocol, StreamHandler successor) {
        if (isGone()) {
            return;
        }
        boolean connect = request.method().equals("CONNECT");
        if (!connect && !request.head.upgrade() || !request.intake.isComplete() || request.head.isHttp2()) {
            throw new IllegalStateException("the client has not offered an upgrade, or its request is not yet complete");
        }
        Output out = scratch();
        out.clear();
        out.status(connect ? 200 : 101);
        if (!connect) {
            out.field("Upgrade", protocol).field("Connection", "Upgrade");
        }
        flush(out.put(head.fields().bytes(), 0, head.fields().length()).crlf());
        state = State.ENDED;
        ((HttpConnection) connection).upgrade(successor);
    }

    /**
     * Ends the response with an error: with its status for an {@link HttpException} (also one that a stage has wrapped),
     * else with 500 and an id that the log carries, and so for one whose fields cannot be sent. A response that has begun
     * already is broken off.
     */
    public void fail(Throwable error) {
        if (state == State.ENDED) {
            if (!gone) {
                Incident.log(request.method() + " " + request.path() + ", after its response", error);
            }
            return;
        }
        Throwable incident = error;
        if (cause(error) instanceof HttpException http && state == State.NEW) {
            try {
                answer(http);
                return;
            } catch (IllegalArgumentException e) {
                if (state != State.NEW) {
                    throw e; // It has been answered, and what throws is who listens to that.
                }
                e.addSuppressed(error);
                incident = e;
            }
        }
        String id = Incident.log(request.method() + " " + request.path(), incident);
        if (state == State.STREAMING) {
            gone = true;
            connection.breakOff(new IOException("incident " + id, error));
        } else {
            answer(new HttpException(500, "incident " + id));
        }
    }

    /** What a dependent stage of a failed one fails with is only the wrapping of it. */
    private static Throwable cause(Throwable error) {
        return error instanceof CompletionException && error.getCause() != null ? error.getCause() : error;
    }

    /** Answers what the server itself cannot accept; the connection is closed after it. */
    void refuse(int code, String reason) {
        head.closeAfter();
        answer(new HttpException(code, reason));
    }

    /**
     * Throws away what was prepared, and answers with an error. What the handler still does goes nowhere.
     *
     * @throws IllegalArgumentException a field of it cannot be sent; nothing has been then
     */
    private void answer(HttpException error) {
        head.clear(error.status());
        error.writeFields(head);
        send(error.body());
        gone = true;
        tellClosed();
    }
}
