package millrace.bench.client;

import java.io.IOException;
import millrace.loop.Connection;
import millrace.loop.EventLoop;

/**
 * A client that speaks HTTP/1.1, with as many requests under way as pipelining allows. What is sent while one callback
 * runs leaves in one {@code send}; the times of what is under way are a ring of numbers. A request allocates nothing.
 *
 * <pre>
 *            open                 connected
 *   idle ──────────▶ connecting ────────────▶ up ──── close ───▶ closed
 *                      ▲   │ failed           │ ended, broken, timed out, limit reached
 *                      │   ▼                  ▼
 *                      └── pause ◀── no answer came ── down ── answers came ──▶ connecting
 * </pre>
 */
final class Http1Client extends DialingClient {
    private final AnswerScanner scanner;

    /** What is under way, oldest first: when its latency began, when it was sent, what it was. */
    private final long[] fromNanos;

    private final long[] sentNanos;
    private final RequestBytes[] requests;
    private final int mask;
    private int first;
    private int count;

    private Connection connection;
    private boolean congested;
    private Ids ids;

    Http1Client(EventLoop loop, int number, ClientOptions options, ClientListener listener) {
        super(loop, number, options, listener);
        this.scanner = new AnswerScanner(options.expectedBody());
        int size = Integer.highestOneBit(Math.max(1, options.pipelining() * 2 - 1));
        this.fromNanos = new long[size];
        this.sentNanos = new long[size];
        this.requests = new RequestBytes[size];
        this.mask = size - 1;
    }

    @Override
    public int room() {
        return connection == null || congested ? 0 : allowed(options.pipelining() - count);
    }

    @Override
    public int underWay() {
        return count;
    }

    @Override
    public void send(RequestBytes request, long beganNanos) {
        int slot = first + count & mask;
        fromNanos[slot] = beganNanos;
        sentNanos[slot] = loop.nowNanos();
        requests[slot] = request;
        countSent();
        if (count++ == 0) {
            connection.timeout(options.timeoutNanos());
        }
        congested = !write(request);
    }

    private boolean write(RequestBytes request) {
        byte[] bytes = request.bytes();
        int[] places = request.idPlaces();
        int at = 0;
        if (places.length > 0) {
            ids = ids == null ? new Ids() : ids;
            ids.advance();
            for (int place : places) {
                connection.write(bytes, at, place - at);
                connection.write(ids.bytes(), 0, Ids.LENGTH);
                at = place + Ids.LENGTH;
            }
        }
        return connection.write(bytes, at, bytes.length - at);
    }

    @Override
    public void reader(AnswerReader reader) {
        scanner.reader(reader);
    }

    @Override
    public void connected(Connection made) {
        connection = made;
        scanner.reset();
        beginCounting();
        congested = false;
        listener.ready(this);
    }

    @Override
    public int onData(Connection from, byte[] buffer, int offset, int length) {
        if (from != connection) {
            return length;
        }
        long now = System.nanoTime();
        arrived(length);
        int end = offset + length;
        int at = offset;
        while (at < end && from == connection) {
            if (count == 0) {
                fail(ErrorKind.UNASKED, 1, "the server sent something that nobody has asked for");
                return length;
            }
            at = scanner.scan(buffer, at, end, requests[first].isHead());
            if (scanner.fault() != null) {
                fail(ErrorKind.MALFORMED, 1, scanner.fault());
                return length;
            }
            if (!scanner.isComplete()) {
                break;
            }
            answered(now);
        }
        if (from == connection) {
            watchOldest(now);
        }
        return consumed(at - offset);
    }

    private void watchOldest(long now) {
        if (count == 0) {
            connection.timeout(0);
        } else {
            connection.timeout(Math.max(1, options.timeoutNanos() - (now - sentNanos[first])));
        }
    }

    private void answered(long now) {
        long began = fromNanos[first];
        first = first + 1 & mask;
        count--;
        answeredHere++;
        boolean last = answeredHere == options.requestsPerConnection();
        if (scanner.goesOn() && !last) {
            listener.answered(this, began, now, scanner.status(), scanner.isAsExpected());
            return;
        }
        int behind = leave();
        listener.answered(this, began, now, scanner.status(), scanner.isAsExpected());
        discard(0, behind);
        open();
    }

    /** What was under way on a connection that is gone; its times are there until there is another connection. */
    private void discard(int from, int end) {
        for (int i = from; i < end; i++) {
            discard(fromNanos[first + i & mask]);
        }
    }

    /** Drops the connection, and says how many requests were under way on it. */
    private int leave() {
        Connection left = connection;
        int under = count;
        connection = null;
        count = 0;
        if (left != null) {
            left.abort();
        }
        return under;
    }

    /** The oldest request is at fault; what is behind it can only be sent again. */
    private void fail(ErrorKind kind, int failures, String why) {
        int under = leave();
        listener.failed(this, kind, failures, why);
        discard(1, under);
        reopen();
    }

    @Override
    public void onEnd(Connection from) {
        if (from != connection) {
            return;
        }
        if (count > 0 && scanner.isInside() && scanner.endCompletes()) {
            endOfAnswer(from);
        } else {
            lost("the server closed the connection before the answer was complete");
        }
    }

    /** Whoever encrypts says when he has ended: else anybody may have cut the answer short (RFC 9112, section 9.8). */
    private void endOfAnswer(Connection from) {
        if (from.tls() != null && from.tls().isTruncated()) {
            lost("the server ended the encrypted connection without saying so: the answer may not be complete");
        } else {
            answered(System.nanoTime());
        }
    }

    @Override
    public void onClosed(Connection from, IOException cause) {
        if (from == connection) {
            Throwable inner = cause == null ? null : cause.getCause();
            lost(cause == null ? "the connection was closed" : cause.getMessage() + (inner == null ? "" : ": " + inner));
        }
    }

    /** An idle connection that is closed is nobody's loss. */
    private void lost(String why) {
        int under = leave();
        if (under > 0) {
            listener.failed(this, ErrorKind.RESET, under, why);
        }
        reopen();
    }

    @Override
    public void onWritable(Connection from) {
        if (from == connection) {
            congested = false;
            listener.ready(this);
        }
    }

    @Override
    public void onTimeout(Connection from) {
        if (from == connection && count > 0) {
            fail(ErrorKind.TIMEOUT, 1, "no answer in time");
        }
    }

    @Override
    public void close() {
        hangUp();
        leave();
    }
}
