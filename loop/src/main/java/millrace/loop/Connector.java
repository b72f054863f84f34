package millrace.loop;

import java.io.IOException;
import java.net.SocketAddress;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import millrace.os.Descriptor;
import millrace.os.Errno;
import millrace.os.OsException;
import millrace.os.Socket;
import millrace.os.SocketOption;

/** Connects to TCP and Unix addresses without waiting. For the loop's own thread only. */
public final class Connector extends Watch {
    /**
     * How to connect.
     *
     * @param timeoutNanos how long the other side may take; 0 leaves it to the kernel
     * @param local the address to come from, or {@code null}; with port 0 the kernel chooses one
     * @param keepAlive whether the kernel probes the connection when it is silent
     */
    public record Options(long timeoutNanos, SocketAddress local, boolean keepAlive) {}

    private final SocketAddress address;
    private final Acceptor acceptor;
    private final Timer deadline;
    private final CompletableFuture<Connection> result = new CompletableFuture<>();

    private Connector(EventLoop loop, int fd, SocketAddress address, Acceptor acceptor) {
        super(loop, fd);
        this.address = address;
        this.acceptor = acceptor;
        this.deadline = loop.timer(() -> fail(Errno.ETIMEDOUT.number()));
    }

    /**
     * Connects, and gives the new connection to the acceptor for its handler.
     *
     * @param timeoutNanos how long the other side may take; 0 leaves it to the kernel
     * @return completes on the loop, exceptionally with an {@link IOException} that names the address
     */
    public static CompletionStage<Connection> connect(
            EventLoop loop, SocketAddress address, long timeoutNanos, Acceptor acceptor) {
        return connect(loop, address, new Options(timeoutNanos, null, false), acceptor);
    }

    /** As {@link #connect(EventLoop, SocketAddress, long, Acceptor)}. */
    public static CompletionStage<Connection> connect(
            EventLoop loop, SocketAddress address, Options options, Acceptor acceptor) {
        loop.checkThread();
        int fd = Socket.open(address, Socket.STREAM);
        if (fd < 0) {
            return CompletableFuture.failedStage(new OsException("connect to " + address, -fd));
        }
        // Unix sockets have no such option, and need none.
        SocketOption.TCP_NODELAY.set(fd, 1);
        if (options.keepAlive()) {
            SocketOption.SO_KEEPALIVE.set(fd, 1);
        }
        Connector connector = new Connector(loop, fd, address, acceptor);
        try {
            connector.begin(options);
        } catch (RuntimeException e) {
            connector.failed(e);
        }
        return connector.result;
    }

    private void begin(Options options) {
        int bound = options.local() == null ? 0 : Socket.bind(fd(), options.local());
        if (bound < 0) {
            fail(-bound);
            return;
        }
        int started = Socket.connect(fd(), address);
        if (started == 0) {
            established();
        } else if (Errno.EINPROGRESS.is(started)) {
            interest(WRITE);
            if (options.timeoutNanos() > 0) {
                deadline.arm(options.timeoutNanos());
            }
        } else {
            fail(-started);
        }
    }

    @Override
    protected void ready(int bits) {
        int error = SocketOption.SO_ERROR.get(fd());
        if (error != 0) {
            fail(Math.abs(error));
            return;
        }
        // Readiness is a hint: without an error there may be no connection yet. A second call tells, and does no more.
        int connected = Socket.connect(fd(), address);
        if (connected == 0 || Errno.EISCONN.is(connected)) {
            established();
        } else if (!Errno.EALREADY.is(connected)) {
            fail(-connected);
        }
    }

    /** The descriptor goes on as a connection: a duplicate does, since this watch closes the one it has. */
    private void established() {
        deadline.cancel();
        int own = Descriptor.duplicate(fd());
        if (own < 0) {
            fail(-own);
            return;
        }
        close();
        result.complete(Connection.adopt(loop(), own, acceptor));
    }

    private void fail(int errno) {
        failed(new OsException("connect to " + address, errno));
    }

    @Override
    void refused(OsException cause) {
        failed(cause);
    }

    @Override
    protected void failed(Throwable cause) {
        deadline.cancel();
        close();
        result.completeExceptionally(
                cause instanceof IOException ? cause : new IOException("connect to " + address + ": " + cause, cause));
    }

    /** Also when the loop ends in the middle; whoever has a result already keeps it. */
    @Override
    protected void closed() {
        deadline.cancel();
        result.completeExceptionally(new IOException("connect to " + address + ": the event loop has ended"));
    }
}
