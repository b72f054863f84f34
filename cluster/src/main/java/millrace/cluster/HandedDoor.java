package millrace.cluster;

import java.net.SocketAddress;
import java.util.function.Consumer;
import millrace.loop.Acceptor;
import millrace.loop.Connection;
import millrace.loop.EventLoop;
import millrace.os.Descriptor;

/** Gets connections that the primary has accepted. */
final class HandedDoor extends Door {
    private final SocketAddress address;
    private boolean paused;

    HandedDoor(
            PrimaryLink link, EventLoop loop, String key, Acceptor acceptor, SocketAddress address, Runnable forget) {
        super(link, loop, key, acceptor, forget);
        this.address = address;
    }

    /**
     * Offers a connection, owned from now on. Any thread.
     *
     * @param answer told once whether it is accepted; otherwise the primary offers it to another
     */
    void take(int fd, Consumer<Boolean> answer) {
        boolean offered = offer(loop(), () -> {
            boolean accepted = !isClosed() && !paused;
            answer.accept(accepted);
            if (accepted) {
                Connection.adopt(loop(), fd, this::accept);
            } else {
                Descriptor.close(fd);
            }
        });
        if (!offered) {
            Descriptor.close(fd);
            answer.accept(false);
        }
    }

    @Override
    void open() {}

    @Override
    boolean givesBack() {
        return true;
    }

    @Override
    void stopTaking() {}

    @Override
    public SocketAddress address() {
        return address;
    }

    /** Connections that come now are given back to the primary, which offers them to another worker. */
    @Override
    public void pause() {
        paused = true;
    }

    @Override
    public void resume() {
        paused = false;
    }
}
