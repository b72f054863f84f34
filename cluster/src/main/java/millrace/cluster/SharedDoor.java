package millrace.cluster;

import java.net.SocketAddress;
import millrace.loop.Acceptor;
import millrace.loop.EventLoop;
import millrace.loop.SocketListener;
import millrace.os.Descriptor;
import millrace.os.Socket;

/** Accepts by itself on the listening socket that all workers have in common. */
final class SharedDoor extends Door {
    private final int fd;
    private final SocketAddress address;
    private SocketListener listener;

    /**
     * @param fd the listening socket, owned from now on
     */
    SharedDoor(PrimaryLink link, EventLoop loop, String key, Acceptor acceptor, int fd, Runnable forget) {
        super(link, loop, key, acceptor, forget);
        this.fd = fd;
        this.address = Socket.localAddress(fd);
    }

    @Override
    void open() {
        if (isClosed()) {
            Descriptor.close(fd);
        } else {
            listener = SocketListener.adopt(loop(), fd, this::accept);
        }
    }

    @Override
    boolean givesBack() {
        return false;
    }

    @Override
    void stopTaking() {
        if (listener != null) {
            listener.close();
        }
    }

    @Override
    public SocketAddress address() {
        return address;
    }

    @Override
    public void pause() {
        listener.pause();
    }

    @Override
    public void resume() {
        listener.resume();
    }
}
