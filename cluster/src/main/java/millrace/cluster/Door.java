package millrace.cluster;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import millrace.loop.Acceptor;
import millrace.loop.Connection;
import millrace.loop.EventLoop;
import millrace.loop.Listener;
import millrace.loop.StreamHandler;
import millrace.loop.Timer;

/**
 * A listener whose port belongs to the primary. Remembers its connections, because a worker that is asked to leave exits
 * when the last of them is closed. Unless said otherwise, for the listener's loop alone.
 */
abstract sealed class Door implements Listener permits HandedDoor, SharedDoor {
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private final PrimaryLink link;
    private final EventLoop loop;
    private final String key;
    private final Acceptor acceptor;
    private final Runnable forget;
    private List<Connection> connections = new ArrayList<>();
    private int sweepAt = 64;
    private boolean closed;

    /**
     * @param forget what the link's loop does once it is closed
     */
    Door(PrimaryLink link, EventLoop loop, String key, Acceptor acceptor, Runnable forget) {
        this.link = link;
        this.loop = loop;
        this.key = key;
        this.acceptor = acceptor;
        this.forget = forget;
    }

    /** Runs a task on a loop of the app; {@code false} when that loop has ended. Any thread. */
    static boolean offer(EventLoop loop, Runnable task) {
        try {
            loop.execute(task);
            return true;
        } catch (RejectedExecutionException ended) {
            return false;
        }
    }

    /** What primary and worker call the port. Any thread. */
    String key() {
        return key;
    }

    /** Any thread. */
    EventLoop loop() {
        return loop;
    }

    abstract void open();

    /** Takes no more connections. */
    abstract void stopTaking();

    /** The app's own acceptor, and a note of what it has accepted. */
    StreamHandler accept(Connection connection) {
        StreamHandler handler = acceptor.accept(connection);
        if (handler != null) {
            if (connections.size() >= sweepAt) {
                sweep();
                sweepAt = Math.max(64, 2 * connections.size());
            }
            connections.add(connection);
        }
        return handler;
    }

    private void sweep() {
        connections.removeIf(connection -> !connection.isOpen());
    }

    boolean isClosed() {
        return closed;
    }

    @Override
    public void close() {
        loop.checkThread();
        if (!closed) {
            closed = true;
            stopTaking();
            link.loop().execute(() -> {
                link.doors().closed(this);
                forget.run();
            });
            whenIdle(() -> link.loop().execute(() -> link.doors().idle(this)));
        }
    }

    /** Whether connections that come here can be given back. Any thread. */
    abstract boolean givesBack();

    /**
     * The primary wants the worker to leave. Any thread.
     *
     * @param moves whether another worker takes connections on which nothing is under way
     */
    void closeFromOutside(Exit exit, boolean moves) {
        exit.doorCloses();
        boolean offered = offer(loop, () -> {
            if (!closed) {
                closed = true;
                stopTaking();
                acceptor.doorClosed(moves && givesBack() ? fd -> link.giveBack(key, fd) : null);
            }
            whenIdle(exit::doorIsIdle);
        });
        if (!offered) {
            exit.doorIsIdle();
        }
    }

    private void whenIdle(Runnable action) {
        Timer[] look = new Timer[1];
        look[0] = loop.timer(() -> lookWhetherIdle(action, look[0]));
        lookWhetherIdle(action, look[0]);
    }

    private void lookWhetherIdle(Runnable action, Timer look) {
        sweep();
        if (connections.isEmpty()) {
            action.run();
        } else {
            look.arm(LOOK_NANOS);
        }
    }
}
