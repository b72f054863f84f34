package millrace.loop;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import millrace.os.Errno;
import millrace.os.EventFd;
import millrace.os.OsException;

/**
 * Tasks that other threads give to a loop. Any thread adds; the loop's thread takes. A sleeping loop is woken by an
 * eventfd, once for however many tasks.
 */
final class TaskQueue {
    private final ConcurrentLinkedQueue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean asleep = new AtomicBoolean();
    private final EventFd bell = EventFd.open();
    private boolean silent;

    TaskQueue() throws OsException {}

    /** Lets the bell wake a loop, which would be deaf for ever without. */
    void watchBell(EventLoop loop) throws OsException {
        Watch watch = new Watch(loop, bell.fd()) {
            @Override
            protected void ready(int bits) {
                bell.drain();
            }
        };
        watch.interest(Watch.READ);
        if (watch.isClosed()) {
            bell.close();
            throw new OsException("watch descriptor " + bell.fd() + ", which wakes event loop " + loop + " (the poller "
                    + "select ends at descriptor 1023, the others do not)", Errno.ERANGE.number());
        }
    }

    void add(Runnable task) {
        tasks.add(task);
        wake();
    }

    private void wake() {
        if (asleep.get() && asleep.compareAndSet(true, false)) {
            synchronized (bell) {
                if (!silent) {
                    bell.signal();
                }
            }
        }
    }

    /** The bell is about to be closed. Whoever was about to ring it would write into the next owner of its number. */
    void silence() {
        synchronized (bell) {
            silent = true;
        }
    }

    /** Runs tasks until there is none, or the budget is spent. */
    void drain(int budget, Guard guard) {
        guard.drain(tasks, budget);
    }

    boolean isEmpty() {
        return tasks.isEmpty();
    }

    boolean remove(Runnable task) {
        return tasks.remove(task);
    }

    /**
     * The loop is about to wait in its poller. Whoever adds after this rings the bell; what was added before is seen
     * here.
     *
     * @return whether it may wait
     */
    boolean sleep() {
        asleep.set(true);
        if (tasks.isEmpty()) {
            return true;
        }
        asleep.set(false);
        return false;
    }

    void awake() {
        asleep.set(false);
    }
}
