package millrace.loop.pool;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Holds up tasks until the test opens it. */
final class Gate {
    /** A safety net against a test that hangs: a million submissions on a busy machine may take more than a minute. */
    static final long DEADLINE_SECONDS = 300;

    private final CountDownLatch entered;
    private final CountDownLatch open = new CountDownLatch(1);

    Gate(int expected) {
        entered = new CountDownLatch(expected);
    }

    /** A task that waits here. */
    Void pass() throws InterruptedException {
        entered.countDown();
        check(open.await(DEADLINE_SECONDS, TimeUnit.SECONDS), "nobody opened the gate");
        return null;
    }

    /** Returns when as many tasks as expected wait. */
    void awaitEntered() throws InterruptedException {
        check(entered.await(DEADLINE_SECONDS, TimeUnit.SECONDS), "too few tasks came to the gate");
    }

    void open() {
        open.countDown();
    }

    private static void check(boolean kept, String message) {
        if (!kept) {
            throw new AssertionError(message);
        }
    }
}
