package millrace.loop.pool;

import java.time.Duration;

/** Looks, a moment after it was sent, whether a task that was thought quick still runs. Sent by one crew. */
final class LookOut {
    /** When a quick task is seen to be slow. */
    static final Duration AFTER = Duration.ofMillis(1);

    private final Runnable look;

    /** Written under the lock of the crew. */
    private volatile boolean sent;

    /** @param look what it does, on the thread of all deadlines; it says that it {@link #isBack} */
    LookOut(Runnable look) {
        this.look = look;
    }

    /** Whether one is on its way. Any thread. */
    boolean isSent() {
        return sent;
    }

    /** Sends it, unless it is on its way. Under the lock. */
    void send() {
        if (!sent) {
            sent = true;
            Alarms.after(AFTER, look);
        }
    }

    /** Under the lock. */
    void isBack() {
        sent = false;
    }
}
