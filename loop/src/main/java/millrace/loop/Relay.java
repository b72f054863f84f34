package millrace.loop;

import java.io.IOException;
import millrace.os.Errno;
import millrace.os.OsException;

/**
 * Moves bytes from one connection to another inside the kernel, by {@code splice(2)} through a pipe. While it runs, what
 * the source receives is kept from its {@link StreamHandler}, and nobody else may write to the sink; the opposite
 * direction is not concerned.
 *
 * <pre>
 *   start ──▶ source ── bytes ──▶ pipe and queue ── all taken ──▶ source …  until the length, or the end, is reached
 *             (reads)             (sink must take)
 * </pre>
 *
 * <p>It waits for one side at a time: a sink that does not take slows the source down. What was written to the sink
 * before goes out first, then what was read from the source and left by its handler. Where there is no pipe to be had
 * (no descriptors left) or the kernel cannot splice, bytes are copied.
 *
 * <p>May be started again when it is over. For the loop's own thread only.
 */
public final class Relay {
    /** As many bytes as there are. */
    public static final long UNTIL_END = Long.MAX_VALUE;

    /** What one turn moves for one relay, about. */
    private static final long BUDGET_BYTES = 1 << 20;

    /** How a relay has come to its end. */
    public enum End {
        /** So many bytes as were to be moved have been given to the sink's kernel. */
        COMPLETE,
        /** The source has ended, before the length when there was one; what it has sent is with the sink's kernel. */
        SOURCE_ENDED,
        /** The source is broken or closed. */
        SOURCE_BROKEN,
        /** The sink is broken or closed. */
        SINK_BROKEN
    }

    private final RelayHandler handler;
    private final Conduit conduit = new Conduit();
    private long sourceNanos;
    private long sinkNanos;

    private Connection source;
    private Connection sink;
    private boolean waitsForSink;
    private long leftBytes;
    private long takenBytes;
    private End ending;
    private IOException cause;

    public Relay(RelayHandler handler) {
        this.handler = handler;
    }

    /**
     * Runs the countdown of the source ({@link Connection#timeout}), anew whenever something has moved. The sink's is left
     * alone; {@link #waitsForSink} tells whose fault it is.
     *
     * @param forSourceNanos how long the source may be silent; 0: for ever
     * @param forSinkNanos how long the sink may take nothing
     */
    public Relay timeouts(long forSourceNanos, long forSinkNanos) {
        sourceNanos = forSourceNanos;
        sinkNanos = forSinkNanos;
        return this;
    }

    /**
     * Begins in the loop's next turn. That one of the two is closed already is told then, too.
     *
     * @param bytes how many to move at most, or {@link #UNTIL_END}
     * @throws IllegalStateException when this relay or one of the sides is already in use
     */
    public void start(Connection from, Connection to, long bytes) {
        from.loop().checkThread();
        if (isActive() || from.outlet != null || to.inlet != null) {
            throw new IllegalStateException("bytes of one of the two connections are relayed already");
        }
        if (bytes < 0 || from.loop() != to.loop()) {
            throw new IllegalArgumentException(bytes + " bytes from " + from.loop() + " to " + to.loop());
        }
        source = from;
        sink = to;
        leftBytes = bytes;
        takenBytes = 0;
        waitsForSink = false;
        ending = null;
        cause = null;
        to.inlet(this);
        from.outlet(this);
        if (from.isClosed() || to.isClosed()) {
            from.loop().execute(this::lookForClosed);
        } else {
            countDown();
        }
    }

    private void lookForClosed() {
        if (isActive() && source.isClosed()) {
            finish(End.SOURCE_BROKEN);
        } else if (isActive() && sink.isClosed()) {
            finish(End.SINK_BROKEN);
        }
    }

    public boolean isActive() {
        return source != null;
    }

    /** How many bytes the sink has got, by this start or, when it is over, the last one. */
    public long movedBytes() {
        return takenBytes - conduit.heldBytes();
    }

    /** Ends it without a word. What was taken from the source and not yet given to the sink is lost. */
    public void stop() {
        if (isActive()) {
            Connection to = sink;
            to.loop().checkThread();
            detach();
            to.loop().execute(to::tellWriter);
        }
    }

    boolean wantsSource() {
        return !waitsForSink;
    }

    /** Whether it is the sink's turn: it has not yet taken what the source has sent. */
    public boolean waitsForSink() {
        return waitsForSink;
    }

    /** One of the two is ready: moves until it has to wait, in turns that others may interrupt. */
    void pump() {
        long before = movedBytes();
        long budget = before + BUDGET_BYTES;
        boolean more = true;
        while (isDrained()) {
            if (leftBytes == 0 || ending != null) {
                finish(leftBytes == 0 ? End.COMPLETE : ending);
                return;
            }
            if (!more) {
                break;
            }
            more = fill();
            if (more && takenBytes > budget) {
                source.again(Watch.READ);
                more = false;
            }
        }
        pause(movedBytes() != before);
    }

    /** Stops for now: either the sink has to take what is under way, or the source to bring more. */
    private void pause(boolean moved) {
        boolean full = conduit.heldBytes() > 0 || sink.isBacklogged();
        if (!full) {
            conduit.release(sink.loop());
        }
        if (full != waitsForSink) {
            waitsForSink = full;
            source.updateInterest();
            sink.updateInterest();
            countDown();
        } else if (moved) {
            countDown();
        }
        if (moved) {
            handler.onProgress(this);
        }
    }

    private void countDown() {
        if (sourceNanos + sinkNanos > 0) {
            source.timeout(waitsForSink ? sinkNanos : sourceNanos);
        }
    }

    /** Gives the sink what there is. Whether it took all; one that breaks tells when it is closed. */
    private boolean isDrained() {
        if (sink.isClosed() || source.isClosed() || !sink.isFlushed()) {
            return false;
        }
        long result = conduit.drain(sink);
        if (result < 0 && !Errno.EAGAIN.is(result)) {
            sink.breakOff(new OsException("write to a connection", (int) -result));
        }
        return result >= 0;
    }

    /** Takes what the source has. Whether to go on without waiting: an edge has to be read until nothing is left. */
    private boolean fill() {
        boolean kept = source.hasLeftover();
        source.owesAnswer(false);
        long taken = kept ? source.takeLeftover(sink, leftBytes) : conduit.fill(source, sink, leftBytes);
        if (taken > 0) {
            takenBytes += taken;
            leftBytes -= leftBytes == UNTIL_END ? 0 : taken;
            return kept || !conduit.isFew(source, taken) || sink.loop().watches().poller().edgeTriggered();
        }
        if (Errno.EAGAIN.is(taken)) {
            source.owesAnswer(source.tls() != null && source.tls().wantsWrite());
            return false;
        }
        if (taken == 0) {
            source.endedInRelay();
            ending = End.SOURCE_ENDED;
        } else {
            ending = End.SOURCE_BROKEN;
            cause = source.readFailure((int) taken);
        }
        return true;
    }

    void sourceClosed(IOException because) {
        cause = because;
        finish(End.SOURCE_BROKEN);
    }

    void sinkClosed(IOException because) {
        cause = because;
        finish(End.SINK_BROKEN);
    }

    private void finish(End how) {
        Connection from = source;
        Connection to = sink;
        IOException because = cause;
        detach();
        to.tellWriter();
        handler.onRelayed(this, how, because);
        if (how == End.SOURCE_BROKEN) {
            from.breakOff(because);
        }
        // Perhaps one was told to leave when all is written.
        from.leaveWhenBothEnded();
        to.leaveWhenWritten();
    }

    private void detach() {
        takenBytes = movedBytes();
        conduit.release(sink.loop());
        Connection from = source;
        Connection to = sink;
        if (sourceNanos + sinkNanos > 0) {
            from.timeout(0);
        }
        source = null;
        sink = null;
        to.inlet(null);
        from.outlet(null);
    }
}
