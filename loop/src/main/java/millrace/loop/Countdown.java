package millrace.loop;

/**
 * A countdown that is restarted far more often than it ends. Restarting writes a field; the timer stays where it is and,
 * when it fires too early, is armed again for what remains.
 */
final class Countdown implements Runnable {
    private static final long STOPPED = Long.MAX_VALUE;

    private final Connection connection;
    private final Timer timer;
    private long deadlineNanos = STOPPED;
    private long firesNanos;

    Countdown(Connection connection) {
        this.connection = connection;
        this.timer = connection.loop().timer(this);
    }

    void start(long nanos) {
        if (nanos == 0) {
            deadlineNanos = STOPPED;
            return;
        }
        deadlineNanos = connection.loop().nowNanos() + nanos;
        if (!timer.isArmed() || deadlineNanos - firesNanos < 0) {
            arm(nanos);
        }
    }

    private void arm(long nanos) {
        firesNanos = deadlineNanos;
        timer.arm(nanos);
    }

    void stop() {
        timer.cancel();
    }

    @Override
    public void run() {
        if (deadlineNanos == STOPPED) {
            return;
        }
        long remaining = deadlineNanos - connection.loop().nowNanos();
        if (remaining > 0) {
            arm(remaining);
        } else {
            deadlineNanos = STOPPED;
            connection.timeUp();
        }
    }
}
