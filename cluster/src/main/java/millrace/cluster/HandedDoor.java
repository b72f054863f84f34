package millrace.cluster;

import java.net.SocketAddress;
import millrace.loop.Acceptor;
import millrace.loop.Connection;
import millrace.loop.EventLoop;
import millrace.os.Descriptor;

/** Gets connections that the primary has accepted. */
final class HandedDoor extends Door {
    private final SocketAddress address;
    private volatile boolean paused;

    HandedDoor(
            PrimaryLink link, EventLoop loop, String key, Acceptor acceptor, SocketAddress address, Runnable forget) {
        super(link, loop, key, acceptor, forget);
        this.address = address;
    }

    /** A connection from the primary, owned from now on. Any thread. */
    void take(int fd) {
        if (loop().inLoop()) {
            adopt(fd);
        } else {
            loop().execute(() -> adopt(fd));
        }
    }

    private void adopt(int fd) {
        if (isClosed()) {
            Descriptor.close(fd);
        } else {
            Connection.adopt(loop(), fd, this::accept);
        }
    }

    @Override
    void open() {}

    @Override
    void stopTaking() {}

    @Override
    public SocketAddress address() {
        return address;
    }

    @Override
    boolean isPaused() {
        return paused;
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
