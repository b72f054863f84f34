package millrace.cluster;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * The end of a worker that has been asked to leave: when its last connection is closed, the channel is closed and the
 * process exits. Any thread.
 */
final class Exit {
    private final Runnable instead;
    private final Consumer<Runnable> closeChannel;

    /** Doors with open connections, and one for the caller that is still closing doors. */
    private final AtomicInteger busy = new AtomicInteger(1);

    /**
     * @param instead what the app wants done in place of an exit, or {@code null}
     * @param closeChannel closes it, and then runs what it is given
     */
    Exit(Runnable instead, Consumer<Runnable> closeChannel) {
        this.instead = instead;
        this.closeChannel = closeChannel;
    }

    void doorCloses() {
        busy.incrementAndGet();
    }

    void doorIsIdle() {
        if (busy.decrementAndGet() == 0) {
            closeChannel.accept(instead == null ? Exit::exit : () -> {});
        }
    }

    /** All doors are closed, on the loop of the channel. */
    void allDoorsClosed() {
        if (instead != null) {
            instead.run();
        }
        doorIsIdle();
    }

    /** A worker without its primary has no clients any more, and nobody who would end it. On the channel's loop. */
    static void primaryIsGone(Runnable instead) {
        if (instead == null) {
            exit();
        } else {
            instead.run();
        }
    }

    /** On a thread of its own, since shutdown hooks may wait for the loops. */
    private static void exit() {
        new Thread(() -> System.exit(0), "cluster-exit").start();
    }
}
