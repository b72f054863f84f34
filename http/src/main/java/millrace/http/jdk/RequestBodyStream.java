package millrace.http.jdk;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Objects;
import java.util.concurrent.Flow;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import millrace.http.Request;
import millrace.loop.EventLoop;

/**
 * A request body as a stream to read from on any thread. The loop fetches two buffers ahead and no more; before the
 * first read it fetches nothing, so a client that waits for 100 is told to go on only then.
 */
final class RequestBodyStream extends InputStream implements Flow.Subscriber<ByteBuffer> {
    private static final int AHEAD = 2;

    private final Request request;
    private final EventLoop loop;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition arrived = lock.newCondition();

    // Under the lock: what the loop has fetched.
    private final ArrayDeque<ByteBuffer> fetched = new ArrayDeque<>();
    private boolean ended;
    private Throwable failure;

    // The loop's.
    private Flow.Subscription subscription;

    // The reader's.
    private ByteBuffer current = ByteBuffer.allocate(0);
    private boolean started;
    private boolean closed;

    RequestBodyStream(Request request) {
        this.request = request;
        this.loop = request.loop();
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, target.length);
        if (closed) {
            throw new IOException("the request body is closed");
        }
        if (length == 0) {
            return 0;
        }
        if (!current.hasRemaining() && !fetch()) {
            return -1;
        }
        int count = Math.min(length, current.remaining());
        current.get(target, offset, count);
        return count;
    }

    @Override
    public int available() {
        return current.remaining();
    }

    /** Waits for the next buffer; false at the end. */
    private boolean fetch() throws IOException {
        if (!started) {
            started = true;
            loop.execute(() -> request.body().subscribe(this));
        }
        lock.lock();
        try {
            while (fetched.isEmpty()) {
                if (failure != null) {
                    throw new IOException("the request body broke off: " + failure.getMessage(), failure);
                }
                if (ended) {
                    return false;
                }
                arrived.await();
            }
            current = fetched.remove();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while reading the request body");
        } finally {
            lock.unlock();
        }
        loop.execute(() -> subscription.request(1));
        return true;
    }

    /** What was not read is thrown away by the server. */
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            if (started) {
                loop.execute(() -> subscription.cancel());
            }
        }
    }

    @Override
    public void onSubscribe(Flow.Subscription s) {
        subscription = s;
        s.request(AHEAD);
    }

    @Override
    public void onNext(ByteBuffer buffer) {
        signal(() -> fetched.add(buffer));
    }

    @Override
    public void onError(Throwable t) {
        signal(() -> failure = t);
    }

    @Override
    public void onComplete() {
        signal(() -> ended = true);
    }

    private void signal(Runnable change) {
        lock.lock();
        try {
            change.run();
            arrived.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
