package millrace.os;

import java.lang.ref.Cleaner;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * An object of OpenSSL's that many threads use, until it is closed: it goes when the last of them has left, and at the latest
 * when nobody refers to this any more. The collector alone would let them pile up, since it does not know how large they are.
 */
final class SslHandle {
    /** Of all that is OpenSSL's. */
    static final Cleaner CLEANER = Cleaner.create();

    private static final AtomicLong LIVE = new AtomicLong();

    private final Cleaner.Cleanable freeing;

    /** Those who use it now, and the one who has not closed it yet. */
    private final AtomicInteger users = new AtomicInteger(1);

    private final AtomicBoolean closed = new AtomicBoolean();

    SslHandle(long address, Call free) {
        LIVE.incrementAndGet();
        freeing = CLEANER.register(this, () -> {
            free.call(address, 0, 0, 0, 0, 0);
            LIVE.decrementAndGet();
        });
    }

    /** How many there are in this process that are not freed. */
    static long live() {
        return LIVE.get();
    }

    /** It stays at least until {@link #leave}. */
    void enter() throws SslException {
        int now;
        do {
            now = users.get();
            if (now == 0) {
                throw new SslException("what is to be used of OpenSSL is closed already");
            }
        } while (!users.compareAndSet(now, now + 1));
    }

    void leave() {
        if (users.decrementAndGet() == 0) {
            freeing.clean();
        }
    }

    /** Twice is as once. */
    void close() {
        if (closed.compareAndSet(false, true)) {
            leave();
        }
    }
}
