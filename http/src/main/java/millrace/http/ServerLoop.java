package millrace.http;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.IntConsumer;
import millrace.http.codec.Http2Head;
import millrace.http.codec.HttpDate;
import millrace.http.codec.Limits;
import millrace.http.codec.Output;
import millrace.http.codec.RequestParser;
import millrace.http.h2.AbuseCounts;
import millrace.http.h2.Http2Limits;
import millrace.loop.Acceptor;
import millrace.loop.Connection;
import millrace.loop.EventLoop;
import millrace.loop.StreamHandler;
import millrace.loop.Timer;
import millrace.os.FileTransfer;

/** What the connections of one loop share, and who they are. For the loop's own thread only. */
final class ServerLoop implements Acceptor {
    private static final byte[] DATE = "Date: ".getBytes();
    private static final long SECOND_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final int MOST_SPARE = 64;
    private static final long RETRY_MILLIS = 5;

    final EventLoop loop;
    final Handler handler;
    final Limits limits;
    final Http2Limits http2;
    final Http2Head http2Head;
    final AbuseCounts abuses = new AbuseCounts();
    final RequestParser parser;
    final long idleNanos;
    final long headNanos;
    final long bodyNanos;
    final long sendNanos;

    /** Where a response is put together before it is written; free again after each write. */
    final Output scratch = new Output(4096);

    private final ArrayDeque<Exchange> spare = new ArrayDeque<>();
    private final byte[] dateLine = new byte[DATE.length + HttpDate.LENGTH + 2];
    private long dateEndsNanos;
    private final ServerTls tls;
    private FileTransfer files;
    private byte[] piece = {};
    private HttpConnection first;
    private CompletableFuture<Void> stopped;

    /** Who takes idle connections when the server stops; {@code null} when they are closed. */
    private IntConsumer next;

    private boolean looksForIdle;

    ServerLoop(EventLoop loop, ServerOptions options, Handler handler) {
        this.loop = loop;
        this.handler = handler;
        this.limits = options.limits();
        this.http2 = options.http2();
        this.parser = new RequestParser(limits);
        this.http2Head = new Http2Head(limits);
        this.tls = options.tls();
        this.idleNanos = options.timeouts().idle().toNanos();
        this.headNanos = options.timeouts().head().toNanos();
        this.bodyNanos = options.timeouts().body().toNanos();
        this.sendNanos = options.timeouts().send().toNanos();
        System.arraycopy(DATE, 0, dateLine, 0, DATE.length);
        dateLine[dateLine.length - 2] = '\r';
        dateLine[dateLine.length - 1] = '\n';
        dateEndsNanos = loop.nowNanos();
    }

    @Override
    public StreamHandler accept(Connection connection) {
        HttpConnection added = new HttpConnection(this, connection);
        added.next = first;
        if (first != null) {
            first.previous = added;
        }
        first = added;
        return tls == null ? added : new TlsEntrance(added, tls);
    }

    /** Whoever closed the door ends the process when its own patience is over. */
    @Override
    public void doorClosed(IntConsumer nextServer) {
        next = nextServer;
        stop(TimeUnit.DAYS.toNanos(1));
    }

    void remove(HttpConnection gone) {
        if (gone.previous == null) {
            first = gone.next;
        } else {
            gone.previous.next = gone.next;
        }
        if (gone.next != null) {
            gone.next.previous = gone.previous;
        }
        if (first == null && stopped != null) {
            stopped.complete(null);
        }
    }

    Exchange take(Carrier owner) {
        Exchange known = spare.poll();
        Exchange exchange = known == null ? new Exchange() : known;
        exchange.begin(owner);
        return exchange;
    }

    void giveBack(Exchange exchange) {
        if (next != null) {
            closeIdleSoon();
        }
        if (exchange.isReusable() && spare.size() < MOST_SPARE) {
            spare.push(exchange);
        }
    }

    /** The Date field with its CRLF, made anew once a second. */
    byte[] dateLine() {
        long now = loop.nowNanos();
        if (now - dateEndsNanos >= 0) {
            long millis = System.currentTimeMillis();
            HttpDate.write(millis / 1000, dateLine, DATE.length);
            dateEndsNanos = now + SECOND_NANOS - TimeUnit.MILLISECONDS.toNanos(millis % 1000);
        }
        return dateLine;
    }

    /** What files are read with that the kernel cannot send by itself. */
    FileTransfer files() {
        if (files == null) {
            files = new FileTransfer();
        }
        return files;
    }

    /** Memory for what is written at once. */
    byte[] piece(int bytes) {
        if (piece.length < bytes) {
            piece = new byte[bytes];
        }
        return piece;
    }

    /** Whether what goes on for long is to come to its end: nobody goes on with that in this one's place. */
    boolean isStopping() {
        return stopped != null;
    }

    /** Whether connections end with the request that they are at. */
    boolean isStopping(Connection stream) {
        return isStopping() && !movesOn(stream);
    }

    /** Whether somebody else goes on with a connection when this server stops; nobody can with an encrypted one. */
    private boolean movesOn(Connection stream) {
        return next != null && stream.tls() == null;
    }

    /**
     * Lets active requests finish and closes what is idle; completes when no connection is left. Requests that have
     * arrived already are still served: idle connections are closed only after the next poll. Called again, it can only
     * shorten the time.
     */
    CompletionStage<Void> stop(long deadlineNanos) {
        if (stopped == null) {
            stopped = new CompletableFuture<>();
            closeIdleSoon();
        }
        Timer deadline = loop.schedule(this::abortAll, deadlineNanos, TimeUnit.NANOSECONDS);
        stopped.thenRun(deadline::cancel);
        return stopped;
    }

    /** After the next poll, and when what is written has been sent. */
    private void closeIdleSoon() {
        if (!looksForIdle) {
            looksForIdle = true;
            loop.immediate(this::closeIdle);
        }
    }

    /** An idle connection leaves. */
    void part(Connection stream) {
        if (!movesOn(stream)) {
            stream.finish();
            return;
        }
        int fd = stream.detach();
        if (fd >= 0) {
            next.accept(fd);
        } else {
            loop.schedule(this::closeIdleSoon, RETRY_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    private void closeIdle() {
        looksForIdle = false;
        HttpConnection following;
        for (HttpConnection c = first; c != null; c = following) {
            following = c.next;
            c.closeIfIdle();
        }
        if (first == null) {
            stopped.complete(null);
        }
    }

    private void abortAll() {
        HttpConnection next;
        for (HttpConnection c = first; c != null; c = next) {
            next = c.next;
            c.stream.abort(new IOException("the server stops, and the time for it is over"));
        }
    }
}
