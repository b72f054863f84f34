package millrace.loop;

import java.io.EOFException;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import millrace.loop.tls.TlsSession;
import millrace.os.Errno;
import millrace.os.OsException;
import millrace.os.Socket;

/** What a {@link Connection} is encrypted by, if it is, from the handshake on. For the loop's own thread only. */
abstract sealed class TlsStream extends Watch permits StreamInput {
    /** Of a connection that nobody has taken. */
    static final StreamHandler REFUSED = (_, _, _, length) -> length;

    StreamHandler handler = REFUSED;

    /** What decrypts and encrypts, or {@code null}. */
    private TlsSession tls;

    private boolean shakingHands;

    /**
     * What is decrypted next was read before the poller's last word, which may have been of what came after it: so nothing
     * less than an empty descriptor says that all has been read.
     */
    boolean isBehind;

    /** Reading goes on when the descriptor takes what TLS itself has to answer, such as another key. */
    private boolean owesAnswer;

    TlsStream(EventLoop loop, int fd) {
        super(loop, fd);
    }

    abstract Connection connection();

    abstract void updateInterest();

    abstract void breakOff(IOException because);

    abstract boolean isReading();

    /** What has been read before the handshake was asked for, and not been consumed. */
    abstract void feedLeftover(TlsSession session);

    final void releaseTls() {
        if (tls != null) {
            tls.close();
        }
    }

    /**
     * Goes on encrypted, after a handshake; {@link StreamHandler#onSecured} is called when that is done. What has been read
     * and not been consumed belongs to the handshake already; what is written until then waits for it.
     *
     * @param session belongs to the connection from now on
     * @throws IllegalStateException when it is encrypted already, or something waits to be written in the clear
     */
    public final void secure(TlsSession session) {
        loop().checkThread();
        if (isClosed()) {
            session.close();
            return;
        }
        if (tls != null || !connection().isAllWritten()) {
            session.close();
            throw new IllegalStateException("too late for a handshake");
        }
        tls = session;
        shakingHands = true;
        updateInterest();
        again(READ);
    }

    /** What the bytes of this connection go through, or {@code null} when they are sent as they are. */
    public final TlsSession tls() {
        return tls;
    }

    final boolean isShakingHands() {
        return shakingHands;
    }

    /** Goes on with the handshake; whether it is done and the connection open. */
    final boolean shakeHands() {
        feedLeftover(tls);
        int result = tls.handshake();
        if (result > 0) {
            shakingHands = false;
            handler.onSecured(connection());
            if (!isClosed() && tls.hasPending()) {
                isBehind = true;
                again(READ); // It came together with the end of the handshake: no poller will tell.
            }
        } else if (result == 0) {
            breakOff(new EOFException("peer closed connection in SSL handshake"));
        } else if (!Errno.EAGAIN.is(result)) {
            breakOff(tls.failure(result));
        }
        updateInterest();
        return !shakingHands && !isClosed();
    }

    /** Bytes, 0 at the end, or a negative number that {@link #readFailure} explains. */
    final int receive(MemorySegment buffer, int length) {
        return tls == null ? Socket.receive(fd(), buffer, length) : tls.receive(buffer, length);
    }

    final IOException readFailure(int result) {
        return tls == null ? new OsException("read from a connection", -result) : tls.failure(result);
    }

    /** Whether so few bytes came at once that nothing is left, or the poller will tell. */
    final boolean isFew(int received, int room) {
        return tls == null ? received < room
                : !tls.hasPending() && (!loop().watches().poller().edgeTriggered() || tls.isDrained());
    }

    /** Whether the descriptor has to become writable before reading can go on. */
    final boolean readsWhenWritable() {
        return owesAnswer && isReading();
    }

    /** Reading has met something to be answered for which there was no room, or goes on. */
    final void owesAnswer(boolean owes) {
        if (owes != owesAnswer) {
            owesAnswer = owes;
            updateInterest();
        }
    }
}
