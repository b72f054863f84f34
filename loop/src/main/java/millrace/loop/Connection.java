package millrace.loop;

import java.io.IOException;
import java.net.SocketAddress;
import millrace.loop.stall.Described;
import millrace.os.Descriptor;
import millrace.os.OsException;
import millrace.os.Socket;

/**
 * A TCP or Unix stream on a loop.
 *
 * <pre>
 *            adopt, Connector                end (both sides)
 *   ──────────────▶ open ──────── end ─────▶ half-closed ──────────┐
 *                    │                                             ▼
 *                    ├── finish, reset ─▶ flushing ── all written ──▶  closed ─▶ StreamHandler.onClosed
 *                    └── abort, error, handler failed ──────────▶ ▲
 * </pre>
 *
 * <p>Input goes from the socket into the loop's one input buffer and from there to the handler; only what the handler
 * leaves is copied. Output is gathered in the loop's one output buffer and sent, one call for each
 * connection, when all callbacks of the turn have returned; only what the kernel does not take is copied into a queue.
 *
 * <p>For the loop's own thread only.
 */
public final class Connection extends StreamExit implements Described {
    private Countdown countdown;
    private IOException cause;
    private boolean detached;

    private Connection(EventLoop loop, int fd) {
        super(loop, fd);
    }

    /**
     * Makes a connection of a connected, non-blocking descriptor. Its first bytes are looked for in the next turn.
     *
     * @return the connection, closed already when the acceptor refused it
     */
    public static Connection adopt(EventLoop loop, int fd, Acceptor acceptor) {
        Connection connection = new Connection(loop, fd);
        try {
            StreamHandler handler = acceptor.accept(connection);
            connection.handler = handler == null ? REFUSED : handler;
        } finally {
            if (connection.handler == REFUSED) {
                connection.close();
            }
        }
        if (connection.isOpen()) {
            connection.tryFirst(connection.wanted());
        }
        return connection;
    }

    @Override
    Connection connection() {
        return this;
    }

    public boolean isOpen() {
        return !isClosed();
    }

    /** The address of this end, or {@code null} when it has none or is closed. */
    public SocketAddress localAddress() {
        return isClosed() ? null : Socket.localAddress(fd());
    }

    /** The address of the other end, or {@code null} when it has none or is gone. */
    public SocketAddress remoteAddress() {
        return isClosed() ? null : Socket.peerAddress(fd());
    }

    @Override
    protected void ready(int polled) {
        int bits = isShakingHands() && !shakeHands() ? 0 : polled;
        if ((bits & WRITE) != 0 && isBacklogged()) {
            sendQueue();
        } else if ((bits & WRITE) != 0 && waitsToTellEnd()) {
            leaveWhenWritten();
        }
        if ((bits & WRITE) != 0 && inlet != null && isOpen()) {
            inlet.pump();
        }
        if ((bits & (readsWhenWritable() ? WRITE : READ)) != 0 && isOpen()) {
            tryRead((bits & HANGUP) != 0);
        }
        registerLate();
    }

    /** As a rule: a worker's primary closes its copy of what it has handed over before much can happen here. */
    @Override
    boolean isAlone() {
        return !detached;
    }

    private int wanted() {
        if (isShakingHands()) {
            return tls().wantsWrite() ? WRITE : READ;
        }
        boolean writes = isBacklogged() || inlet != null && inlet.waitsForSink() || waitsToTellEnd();
        return (readsWhenWritable() ? WRITE : isReading() || looksForReset() ? READ : 0) | (writes ? WRITE : 0);
    }

    @Override
    void updateInterest() {
        interest(wanted());
    }

    @Override
    void writable() {
        handler.onWritable(this);
    }

    /** Closes at once; what is not yet written is lost. */
    public void abort() {
        abort(null);
    }

    /** Closes at once because of an error, which the handler is told. */
    public void abort(IOException because) {
        loop().checkThread();
        breakOff(because);
    }

    /**
     * Takes the connection out of this program, as it is: for the handler it is closed, and the other end notices nothing.
     *
     * @return a descriptor that belongs to the caller, or −1 when something is not yet read or written, or encrypted, or one
     *     side has ended; then nothing has happened
     */
    public int detach() {
        loop().checkThread();
        boolean rests = isOpen() && !hasLeft() && !hasPeerEnded() && !hasLeftover() && isAllWritten();
        int copy = rests && outlet == null && tls() == null ? Descriptor.duplicate(fd()) : -1;
        if (copy < 0) {
            return -1;
        }
        detached = true;
        breakOff(null);
        return copy;
    }

    @Override
    void breakOff(IOException because) {
        if (isOpen()) {
            cause = because;
            close();
        }
    }

    @Override
    void refused(OsException because) {
        breakOff(because);
    }

    @Override
    protected void failed(Throwable t) {
        breakOff(new IOException("the connection's handler failed", t));
    }

    @Override
    protected void closed() {
        releaseOutput();
        releaseInput();
        if (countdown != null) {
            countdown.stop();
        }
        try {
            if (outlet != null) {
                outlet.sourceClosed(cause);
            }
            if (inlet != null) {
                inlet.sinkClosed(cause);
            }
        } finally {
            tellClosed();
        }
    }

    private void tellClosed() {
        try {
            handler.onClosed(this, cause);
        } finally {
            releaseTls();
        }
    }

    /**
     * Starts the connection's one countdown anew; {@link StreamHandler#onTimeout} is called when it ends. Cheap enough
     * for every request: usually one field is written.
     *
     * @param nanos 0 stops it
     */
    public void timeout(long nanos) {
        loop().checkThread();
        if (countdown == null && nanos != 0 && isOpen()) {
            countdown = new Countdown(this);
        }
        if (countdown != null) {
            countdown.start(nanos);
        }
    }

    @Override
    public String describe() {
        return handler instanceof Described described
                ? described.describe()
                : Described.nameOf(handler) + " for " + remoteAddress();
    }

    void timeUp() {
        if (isOpen()) {
            handler.onTimeout(this);
        }
    }
}
