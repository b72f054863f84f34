package millrace.loop;

import java.io.EOFException;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import millrace.loop.tls.TlsSession;
import millrace.os.Errno;
import millrace.os.OsException;
import millrace.os.SocketOption;

/**
 * The reading side of a {@link Connection}: from the socket into the loop's one {@link InputBuffer}, and from there to
 * the handler. Only what the handler leaves is copied.
 */
abstract sealed class StreamInput extends TlsStream permits StreamOutput {
    /** How often one turn reads from one connection. */
    private static final int READS_PER_TURN = 4;

    /** Who takes what comes in instead of the handler, or {@code null}. */
    Relay outlet;

    private Leftover leftover;
    private boolean paused;
    private boolean offerLeftover;
    private boolean peerEnded;

    StreamInput(EventLoop loop, int fd) {
        super(loop, fd);
    }

    abstract void leaveWhenBothEnded();

    /** Whether what comes is of interest, or something that was kept is to be offered. */
    @Override
    final boolean isReading() {
        if (outlet != null) {
            return outlet.wantsSource();
        }
        return !paused && (!peerEnded || offerLeftover && leftover != null);
    }

    final boolean hasPeerEnded() {
        return peerEnded;
    }

    /**
     * Whether it is of interest that the other side, which has ended already, breaks off altogether. A poller that tells of
     * states and not of changes would tell of the end all the time.
     */
    final boolean looksForReset() {
        return peerEnded && !paused && outlet == null && loop().watches().poller().edgeTriggered();
    }

    @Override
    final void feedLeftover(TlsSession session) {
        if (leftover != null) {
            leftover.feed(session);
            leftover = null;
        }
    }

    /** Whether bytes are kept that the handler has not consumed. */
    final boolean hasLeftover() {
        return leftover != null;
    }

    final void releaseInput() {
        leftover = null;
    }

    /**
     * Replaces the handler: a connection that changes its protocol. Bytes that are kept are offered to the new one; an
     * end of the other side that the old one was told of is not told again.
     */
    public final void handler(StreamHandler next) {
        loop().checkThread();
        handler = next;
        reofferLeftover();
    }

    /**
     * There is something to read.
     *
     * @param hangup nothing will come after it, so that it must be read to its end now
     */
    final void tryRead(boolean hangup) {
        if (outlet != null) {
            outlet.pump();
            return;
        }
        if (paused) {
            again(READ); // By onWritable, just now: an edge would not be told again.
            return;
        }
        try {
            read(hangup);
        } catch (IOException e) {
            breakOff(e);
        }
    }

    private void read(boolean hangup) throws IOException {
        offerIfAsked();
        if (peerEnded) {
            if (hangup) {
                failIfReset();
            }
            updateInterest();
            return;
        }
        owesAnswer(false);
        InputBuffer input = loop().input();
        for (int i = 0; i < READS_PER_TURN && !isClosed() && !paused && outlet == null && !isShakingHands(); i++) {
            int received = receive(input.segment, InputBuffer.SIZE);
            if (received > 0) {
                deliver(received);
                if (!hangup && (isClosed() || !isBehind && isFew(received, InputBuffer.SIZE))) {
                    return;
                }
            } else if (received == 0) {
                offerIfAsked();
                if (!paused && !isClosed()) {
                    peerEnded();
                    return;
                }
            } else if (Errno.EAGAIN.is(received)) {
                isBehind = false;
                owesAnswer(tls() != null && tls().wantsWrite());
                return;
            } else {
                throw readFailure(received);
            }
        }
        if (!isClosed()) {
            isBehind = tls() != null;
            again(READ);
        }
    }

    /** After the end nothing can be read any more that would tell. */
    private void failIfReset() throws OsException {
        int error = SocketOption.SO_ERROR.get(fd());
        if (error > 0) {
            // To the kernel, who is reset after its end is somebody who cannot be written to.
            throw new OsException("read from a connection",
                    error == Errno.EPIPE.number() ? Errno.ECONNRESET.number() : error);
        }
    }

    /** A relay takes what comes in from now on; {@code null}: the handler does again. */
    final void outlet(Relay relay) {
        outlet = relay;
        if (isClosed()) {
            return;
        }
        updateInterest();
        if (relay != null || !paused && !peerEnded) {
            again(READ); // An edge may have been told to the other one.
        }
        if (relay == null) {
            reofferLeftover();
        }
    }

    /** Gives what is kept to a relay's sink, as much as it takes, and answers how much that was. */
    final int takeLeftover(StreamOutput sink, long mostBytes) {
        int taken = leftover == null ? 0 : leftover.take(sink, mostBytes);
        if (leftover != null && leftover.isEmpty()) {
            leftover = null;
        }
        return taken;
    }

    /** A relay has come to the end of what the other side sends: the handler is not told. */
    final void endedInRelay() {
        peerEnded = true;
    }

    private void offerIfAsked() throws IOException {
        if (offerLeftover) {
            offerLeftover = false;
            if (leftover != null) {
                deliver(0);
            }
        }
    }

    /** Offers what was kept together with what has just been read. */
    private void deliver(int received) throws IOException {
        InputBuffer input = loop().input();
        int kept = leftover == null ? 0 : leftover.prepend(input);
        int offset = InputBuffer.HEADROOM - kept;
        int length = kept + received;
        int used = handler.onData(connection(), input.bytes, offset, length);
        if (isClosed() || used == length) {
            leftover = null;
        } else {
            leftover = Leftover.keep(leftover, input.bytes, offset + used, length - used);
            if (offerLeftover) {
                again(READ); // Asked for by the handler itself, before it had left anything.
            }
        }
    }

    private void reofferLeftover() {
        if (paused || isClosed()) {
            return;
        }
        offerLeftover = true;
        if (leftover != null || tls() != null) {
            updateInterest();
            again(READ); // What is decrypted, or about to be, is not in the poller's sight.
        }
    }

    private void peerEnded() {
        peerEnded = true;
        handler.onEnd(connection());
        if (!isClosed()) {
            updateInterest();
            leaveWhenBothEnded();
        }
    }

    /** Stops reading, so that the other end is slowed down. Bytes that are unread are kept. */
    public final void pause() {
        loop().checkThread();
        paused = true;
        updateInterest();
    }

    /** Reads again, first what was kept. */
    public final void resume() {
        loop().checkThread();
        if (paused && !isClosed()) {
            paused = false;
            updateInterest();
            reofferLeftover();
        }
    }

    public final boolean isPaused() {
        return paused;
    }
}
