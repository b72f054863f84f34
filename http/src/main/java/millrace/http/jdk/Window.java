package millrace.http.jdk;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** How many bytes may be on their way from a writer's thread to the client. Any thread. */
final class Window {
    private static final int MOST_BYTES = 64 * 1024;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private long underWay;
    private boolean broken;

    /** Waits until there is room for bytes; more than the window holds go when nothing else is under way. */
    void take(int bytes) throws IOException {
        lock.lock();
        try {
            while (!broken && underWay > 0 && underWay + bytes > MOST_BYTES) {
                changed.await();
            }
            if (broken) {
                throw new IOException("the client has closed the connection");
            }
            underWay += bytes;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while writing the response");
        } finally {
            lock.unlock();
        }
    }

    /** The client's side has taken bytes. */
    void give(long bytes) {
        lock.lock();
        try {
            underWay -= bytes;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Nobody will take anything any more. */
    void breakOff() {
        lock.lock();
        try {
            broken = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
