package millrace.bench.client;

import java.io.IOException;
import millrace.loop.Connection;
import millrace.loop.EventLoop;

/**
 * A client that speaks HTTP/2, with as many streams under way as pipelining and the server's settings allow. It has room
 * when the server's settings have come. Answers may come in any order; a request allocates nothing.
 *
 * <p>A request that the server says it has not looked at (REFUSED_STREAM, or a number behind that of a GOAWAY) may be sent
 * again, as what was sent behind an answer that ended its connection in HTTP/1.1; one that is late is cancelled, and the
 * connection goes on if others are under way on it.
 */
final class Http2Client extends DialingClient implements Http2Answers.Listener {
    private final Http2Streams streams;
    private final Http2Output output;
    private final Http2Answers answers;
    private final Http2Scanner scanner;
    private final Http2Refusals refusals = new Http2Refusals();

    private Connection connection;
    private boolean settled;
    private boolean owesRoom;
    /** The highest stream that was given up before its answer was complete: frames of such ones may still come. */
    private int lastGivenUp;

    private long nowNanos;
    private int goneCode;
    private String goneWhy; // What the server's GOAWAY says; null: it has not left.
    private Ids ids;

    Http2Client(EventLoop loop, int number, ClientOptions options, ClientListener listener) {
        super(loop, number, options, listener);
        this.streams = new Http2Streams(options.pipelining(), options.expectedBody());
        this.output = new Http2Output(streams);
        this.answers = new Http2Answers(streams, output, this);
        this.scanner = new Http2Scanner(answers);
    }

    @Override
    public int room() {
        if (connection == null || !settled || goneWhy != null || output.isCongested()) {
            return 0;
        }
        return allowed(Math.min(options.pipelining(), answers.mostStreams()) - streams.count());
    }

    @Override
    public int underWay() {
        return streams.count();
    }

    @Override
    public void send(RequestBytes request, long beganNanos) {
        Http2Request form = request.http2(options.target().secure());
        if (form.hasIds()) {
            ids = ids == null ? new Ids() : ids;
            ids.advance();
        }
        Http2Stream stream = streams.add();
        stream.fromNanos = beganNanos;
        stream.sentNanos = loop.nowNanos();
        stream.ofHead = form.isHead();
        countSent();
        if (streams.count() == 1) {
            connection.timeout(options.timeoutNanos());
        }
        output.request(stream, form.block(ids), form.body(ids));
    }

    @Override
    public void reader(AnswerReader reader) {
        answers.reader(reader);
    }

    @Override
    public void connected(Connection made) {
        connection = made;
        settled = false;
        lastGivenUp = 0;
        beginCounting();
        goneWhy = null;
        scanner.reset();
        answers.begin();
        output.begin(made);
        made.timeout(options.timeoutNanos());
    }

    @Override
    public int onData(Connection from, byte[] buffer, int offset, int length) {
        if (from != connection) {
            return length;
        }
        nowNanos = System.nanoTime();
        arrived(length);
        int at = scanner.scan(buffer, offset, offset + length);
        afterwards(from);
        return consumed(at - offset);
    }

    /** What has become of streams has been told; the connection may be done with, or have room again. */
    private void afterwards(Connection from) {
        if (from != connection || settled && streams.count() == 0 && !rested()) {
            return;
        }
        if (owesRoom) {
            owesRoom = false;
            listener.ready(this);
        }
    }

    /** Nothing is under way: whether the connection goes on. */
    private boolean rested() {
        if (goneWhy != null && answeredHere == 0 && !refusals.takesConnection(goneCode)) {
            broken(ErrorKind.CONNECT, goneWhy);
        } else if (goneWhy != null || sentHere >= options.requestsPerConnection() || streams.areUsedUp()) {
            leave();
            reopen();
        } else {
            settled = answers.mostStreams() > 0;
            connection.timeout(settled ? 0 : options.timeoutNanos());
            return true;
        }
        return false;
    }

    @Override
    public void settled() {
        settled |= answers.mostStreams() > 0;
        owesRoom = true; // Also when the server takes more streams than it did.
    }

    @Override
    public void answered(Http2Stream stream) {
        long began = stream.fromNanos;
        boolean expected = stream.isAsExpected();
        if (stream.body != null) { // The server does not want the rest of it.
            giveUp(stream, Http2Frames.NO_ERROR);
        } else {
            streams.remove(stream);
        }
        answeredHere++;
        refusals.over();
        listener.answered(this, began, nowNanos, stream.status, expected);
    }

    /** Takes a stream out of the way before its end; the server is told. */
    private void giveUp(Http2Stream stream, int code) {
        lastGivenUp = Math.max(lastGivenUp, stream.id);
        output.forget(stream);
        output.reset(stream.id, code);
        streams.remove(stream);
    }

    @Override
    public void failed(Http2Stream stream, ErrorKind kind, String why) {
        giveUp(stream, Http2Frames.CANCEL);
        owesRoom = true;
        listener.failed(this, kind, 1, why);
    }

    @Override
    public void reset(Http2Stream stream, int code) {
        output.forget(stream);
        streams.remove(stream);
        owesRoom = true;
        if (code == Http2Frames.REFUSED_STREAM && refusals.takesStream()) {
            discard(stream.fromNanos);
        } else {
            listener.failed(this, ErrorKind.RESET, 1, "the server ended the stream: " + Http2Frames.errorName(code));
        }
    }

    @Override
    public void leaving(int last, int code) {
        Connection from = connection;
        goneCode = code;
        goneWhy = "the server left: GOAWAY, " + Http2Frames.errorName(code);
        for (int i = 0; i < streams.places() && from == connection; i++) {
            Http2Stream stream = streams.at(i);
            if (stream != null && stream.id > last) {
                output.forget(stream);
                streams.remove(stream);
                discard(stream.fromNanos);
            }
        }
    }

    /** Frames of one that was given up, or that is behind a GOAWAY, were on their way. */
    @Override
    public boolean mayBeLate(int stream) {
        return stream <= lastGivenUp || goneWhy != null;
    }

    @Override
    public void broken(ErrorKind kind, String why) {
        if (connection == null) {
            return;
        }
        boolean greeted = settled;
        int under = leave();
        if (!greeted || kind == ErrorKind.CONNECT) {
            listener.failed(this, ErrorKind.CONNECT, 1, why);
        } else if (under > 0 && kind.isOfRequest()) {
            listener.failed(this, kind, under, why);
        } else {
            listener.failed(this, ErrorKind.UNASKED, 1, why);
            if (under > 0) {
                listener.failed(this, ErrorKind.RESET, under, why);
            }
        }
        reopen();
    }

    /** Drops the connection, and says how many requests were under way on it. */
    private int leave() {
        Connection left = connection;
        int under = streams.count();
        connection = null;
        scanner.stop();
        streams.clear();
        owesRoom = false;
        if (left != null) {
            left.abort();
        }
        return under;
    }

    @Override
    public void onEnd(Connection from) {
        gone(from, "the server closed the connection before the answer was complete");
    }

    @Override
    public void onClosed(Connection from, IOException cause) {
        gone(from, cause == null ? "the connection was closed" : cause.getMessage());
    }

    /** An idle connection that is closed is nobody's loss. */
    private void gone(Connection from, String why) {
        if (from != connection) {
            return;
        }
        boolean greeted = settled;
        int under = leave();
        if (greeted && under > 0) {
            listener.failed(this, ErrorKind.RESET, under, goneWhy == null ? why : goneWhy);
        } else if (!greeted) {
            listener.failed(this, ErrorKind.CONNECT, 1, "the server does not speak HTTP/2: it closed the connection");
        }
        reopen();
    }

    @Override
    public void onWritable(Connection from) {
        if (from == connection) {
            output.writable();
            listener.ready(this);
        }
    }

    /** The timer runs from the oldest of the streams that were there when it began. */
    @Override
    public void onTimeout(Connection from) {
        if (from != connection) {
            return;
        }
        if (!settled) {
            broken(ErrorKind.CONNECT, answers.mostStreams() == 0
                    ? "the server takes no streams (SETTINGS_MAX_CONCURRENT_STREAMS is 0)"
                    : "the server has not said its settings in time: does it speak HTTP/2?");
            return;
        }
        long now = loop.nowNanos();
        long oldest = now;
        for (int i = 0; i < streams.places() && from == connection; i++) {
            Http2Stream stream = streams.at(i);
            if (stream != null && now - stream.sentNanos >= options.timeoutNanos()) {
                failed(stream, ErrorKind.TIMEOUT, "no answer in time");
            } else if (stream != null) {
                oldest = Math.min(oldest, stream.sentNanos);
            }
        }
        if (from == connection && streams.count() > 0) {
            from.timeout(Math.max(1, options.timeoutNanos() - (now - oldest)));
            afterwards(from);
        } else if (from == connection) {
            leave(); // It may be the connection that is dead.
            reopen();
        }
    }

    @Override
    public void close() {
        hangUp();
        leave();
    }
}
