package millrace.loop;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import millrace.os.Errno;
import millrace.os.Linger;
import millrace.os.OsException;
import millrace.os.Socket;
import millrace.os.SocketOption;
import millrace.os.TcpProgress;

/** How a {@link Connection} ends when the program wants it to: once all is written, and in which way. */
abstract sealed class StreamExit extends StreamOutput permits Connection {
    /** Later ones go before those in front of them. */
    private enum Exit {
        NONE,
        /** {@link #end}: shut down writing when all is written. */
        END,
        ENDED,
        /** {@link #finish}: close when all is written. */
        FINISH,
        /** {@link #reset}: close without an end when the other side has all that is written. */
        RESET
    }

    /** After what time it is looked again whether the other side has all. */
    private static final long RESET_LOOK_MILLIS = 50;

    private Exit exit = Exit.NONE;

    /** The words that end a TLS session could not be written yet. */
    private boolean endWaits;

    StreamExit(EventLoop loop, int fd) {
        super(loop, fd);
    }

    @Override
    final boolean hasLeft() {
        return exit != Exit.NONE;
    }

    @Override
    final boolean endsInOrder() {
        return hasLeft() && exit != Exit.RESET;
    }

    final boolean waitsToTellEnd() {
        return endWaits;
    }

    /**
     * Ends the writing side once all is written; the other side may go on. The connection is closed when both have
     * ended. Set a {@link #timeout} when the other side cannot be trusted to end.
     */
    public final void end() {
        leave(Exit.END);
    }

    /** Closes once all is written, without waiting for the other side to end. */
    public final void finish() {
        leave(Exit.FINISH);
    }

    /**
     * Closes by a reset, so that the other side cannot take what it has got for all there is. What was written comes first:
     * the connection is open until the other side's kernel has it, or a {@link #timeout} ends it. A Unix socket, which
     * knows no resets, is {@link #finish finished}.
     */
    public final void reset() {
        loop().checkThread();
        boolean tcp = !isClosed() && SocketOption.TCP_NODELAY.get(fd()) >= 0;
        if (tcp) {
            Linger.resetOnClose(fd());
        }
        leave(tcp ? Exit.RESET : Exit.FINISH);
    }

    private void resetWhenReceived() {
        if (TcpProgress.unacknowledgedBytes(fd()) > 0) {
            // Nobody tells when the last of it has come; what a reset overtakes is lost.
            loop().schedule(this::leaveWhenWritten, RESET_LOOK_MILLIS, TimeUnit.MILLISECONDS);
            return;
        }
        handler.onWritten(connection());
        breakOff(null);
    }

    private void leave(Exit how) {
        loop().checkThread();
        if (!isClosed() && how.compareTo(exit) > 0) {
            exit = how;
            leaveWhenWritten();
        }
    }

    @Override
    final void leaveWhenWritten() {
        if (!isAllWritten() || isClosed()) {
            return;
        }
        if (exit == Exit.RESET) {
            resetWhenReceived();
            return;
        }
        if (hasLeft() && !isEndTold()) {
            return;
        }
        if (exit == Exit.FINISH) {
            handler.onWritten(connection());
            // Another process may have a copy yet, and the client waits for the end. An error is of no account now.
            Socket.shutdown(fd(), Socket.SHUT_WR);
            breakOff(null);
        } else if (exit == Exit.END) {
            exit = Exit.ENDED;
            int result = Socket.shutdown(fd(), Socket.SHUT_WR);
            if (result < 0) {
                // Only ENOTCONN is possible: the peer has reset the connection, and nothing is left to end.
                breakOff(new OsException("end a connection", -result));
                return;
            }
            leaveWhenBothEnded();
        }
    }

    /** Whether the other side knows that nothing more will come, as far as TLS has words for it. */
    private boolean isEndTold() {
        if (tls() != null && !isShakingHands()) {
            endWaits = Errno.EAGAIN.is(tls().end());
            updateInterest();
        }
        return !endWaits;
    }

    @Override
    final void leaveWhenBothEnded() {
        if (hasPeerEnded() && exit == Exit.ENDED) {
            breakOff(null);
        }
    }
}
