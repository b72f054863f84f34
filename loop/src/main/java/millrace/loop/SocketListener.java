package millrace.loop;

import java.lang.System.Logger.Level;
import java.net.SocketAddress;
import java.util.concurrent.TimeUnit;
import millrace.os.Errno;
import millrace.os.OsException;
import millrace.os.Socket;
import millrace.os.SocketOption;

/**
 * A listening socket on a loop: it accepts what is ready, within a budget for a turn.
 *
 * <p>When the process has no descriptor left it neither spins nor refuses anybody: clients wait in the backlog until one
 * of this loop's descriptors is closed, or a moment has passed.
 */
public final class SocketListener extends Watch implements Listener {
    private static final int ACCEPTS_PER_TURN = 64;
    private static final int LARGEST_BACKLOG = 1 << 16;
    private static final long PAUSE_MILLIS = 100;
    private static final long LOG_EVERY_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final SocketAddress address;
    private final Acceptor acceptor;
    private final Timer retry;
    private boolean paused;
    private boolean exhausted;
    private long loggedNanos;

    /** The error number for which connections have to wait, or 0, and since when. */
    private int shortage;

    private long shortageNanos;

    private SocketListener(EventLoop loop, int fd, Acceptor acceptor) {
        super(loop, fd);
        this.acceptor = acceptor;
        this.address = Socket.localAddress(fd);
        this.retry = loop.timer(this::acceptAgain);
        this.loggedNanos = loop.nowNanos() - LOG_EVERY_NANOS;
    }

    /** Listens on an own socket, whatever the surroundings. */
    static SocketListener open(EventLoop loop, SocketAddress address, ListenOptions options, Acceptor acceptor)
            throws OsException {
        return adopt(loop, ListeningSocket.open(address, options), acceptor);
    }

    /**
     * Accepts from a non-blocking listening socket that somebody else has opened; owns it from now on.
     *
     * @throws IllegalArgumentException when the descriptor is none; it stays the caller's
     */
    public static SocketListener adopt(EventLoop loop, int fd, Acceptor acceptor) {
        if (SocketOption.SO_ACCEPTCONN.get(fd) != 1) {
            throw new IllegalArgumentException("descriptor " + fd + " is no socket that listens");
        }
        SocketListener listener = new SocketListener(loop, fd, acceptor);
        listener.interest(READ);
        return listener;
    }

    @Override
    protected void ready(int bits) {
        for (int i = 0; i < ACCEPTS_PER_TURN; i++) {
            int accepted = Socket.accept(fd());
            if (accepted >= 0) {
                Connection.adopt(loop(), accepted, acceptor);
                if (paused || isClosed()) {
                    break;
                }
            } else if (Errno.EAGAIN.is(accepted)) {
                if (shortage != 0) {
                    tellOfShortage();
                }
                return;
            } else if (isExhaustion(-accepted)) {
                waitForDescriptors(-accepted);
                break;
            } else if (Errno.EINVAL.is(accepted) || Errno.EBADF.is(accepted)) {
                failed(new OsException("accept on " + ListeningSocket.text(address), -accepted));
                return;
            }
            // All else is an error of that one connection, which is gone: accept(2), "Error handling".
        }
        if (!isClosed()) {
            again(READ);
        }
    }

    /** Accepts all who have connected so far, whether paused or not: closing resets those that nobody has accepted. */
    public void acceptRest() {
        loop().checkThread();
        for (int i = 0; i < LARGEST_BACKLOG && !isClosed(); i++) {
            int accepted = Socket.accept(fd());
            if (accepted >= 0) {
                Connection.adopt(loop(), accepted, acceptor);
            } else if (Errno.EAGAIN.is(accepted) || isExhaustion(-accepted)) {
                return;
            }
        }
    }

    private static boolean isExhaustion(int errno) {
        return errno == Errno.EMFILE.number()
                || errno == Errno.ENFILE.number()
                || errno == Errno.ENOBUFS.number()
                || errno == Errno.ENOMEM.number();
    }

    private void waitForDescriptors(int errno) {
        exhausted = true;
        interest(0);
        retry.arm(TimeUnit.MILLISECONDS.toNanos(PAUSE_MILLIS));
        loop().watches().waitForDescriptors(this);
        if (shortage == 0) {
            shortage = errno;
            shortageNanos = loop().nowNanos();
        }
    }

    /**
     * Not told while it lasts: the first use of a logger opens files, and what fails to load for want of a descriptor
     * stays broken for the life of the process.
     */
    private void tellOfShortage() {
        long now = loop().nowNanos();
        if (now - loggedNanos >= LOG_EVERY_NANOS) {
            loggedNanos = now;
            long millis = TimeUnit.NANOSECONDS.toMillis(now - shortageNanos);
            loop().log()
                    .log(
                            Level.WARNING,
                            "connections to {0} waited {1} ms to be accepted: {2}",
                            ListeningSocket.text(address),
                            millis,
                            Errno.describe(shortage));
        }
        shortage = 0;
    }

    void acceptAgain() {
        if (exhausted) {
            exhausted = false;
            retry.cancel();
            updateInterest();
        }
    }

    private void updateInterest() {
        interest(paused || exhausted ? 0 : READ);
    }

    @Override
    protected void failed(Throwable cause) {
        // A handler that could not be made costs its connection, not the door.
        if (cause instanceof OsException) {
            loop().log().log(Level.ERROR, cause.getMessage());
            close();
        } else {
            again(READ);
        }
    }

    @Override
    protected void closed() {
        retry.cancel();
    }

    @Override
    public SocketAddress address() {
        return address;
    }

    @Override
    public void pause() {
        loop().checkThread();
        paused = true;
        updateInterest();
    }

    @Override
    public void resume() {
        loop().checkThread();
        paused = false;
        updateInterest();
    }
}
