package millrace.gateway.stream;

import java.io.IOException;
import millrace.loop.Connection;
import millrace.loop.Relay;
import millrace.loop.RelayHandler;
import millrace.loop.StreamHandler;
import millrace.loop.Timer;
import millrace.loop.stall.Described;
import millrace.os.SslException;

/**
 * One of the two connections of a session, as the source of bytes for the other. Small pieces are copied from where they
 * arrived: one call reads and one writes. When much comes at once, the kernel moves the next megabytes by itself
 * ({@link Relay}), and they do not enter the JVM.
 *
 * <pre>
 *   copying ── some full buffers in a row ──▶ relaying ── a slice has passed ──▶ relaying, if it was quick, else copying
 * </pre>
 */
final class Side implements StreamHandler, RelayHandler, Described {
    /** A reading of so many bytes is a part of something large. */
    private static final int LARGE_BYTES = 16 * 1024;

    private static final int LARGE_IN_A_ROW = 4;

    /** What is relayed before somebody looks again whether that is worth it. */
    private static final long SLICE_BYTES = 8L << 20;

    /** A slice that takes longer was not bulk. */
    private static final long SLICE_NANOS = 1_000_000_000L;

    private final TcpPassage passage;
    private final Rate rate;
    private Connection connection;
    private Side other;
    private Relay relay;
    private Timer delay;
    private long relayedBytes;
    private long sliceNanos;
    private int large;
    private boolean ended;
    private boolean left;

    /** @param rate {@code null} for as fast as it goes */
    Side(TcpPassage passage, Rate rate) {
        this.passage = passage;
        this.rate = rate;
    }

    void of(Connection own) {
        connection = own;
    }

    Connection connection() {
        return connection;
    }

    /** Passes on what comes, from now on, first what was kept. */
    void begin(Side to) {
        other = to;
        connection.handler(this);
        if (connection.isPaused()) {
            connection.resume();
        }
    }

    boolean hasEnded() {
        return ended;
    }

    /** The other side has ended: so does this one, when all is written. */
    void end() {
        connection.end();
    }

    /** Nothing is passed on any more; who has gone so far is not told. */
    void leave() {
        left = true;
        if (relay != null) {
            relay.stop();
        }
        if (delay != null) {
            delay.cancel();
        }
    }

    @Override
    public int onData(Connection from, byte[] buffer, int offset, int length) {
        if (other == null || left) {
            return left ? length : 0;
        }
        int taken = rate == null ? length : allowed(length);
        if (taken > 0) {
            passage.moved(this, taken);
            if (!other.connection.write(buffer, offset, taken)) {
                connection.pause();
            } else if (rate == null) {
                watchForBulk(taken);
            }
        }
        return taken;
    }

    /** With a rate: what may pass now. What is left waits in the connection. */
    private int allowed(int length) {
        int taken = rate.take(length, passage.nowNanos());
        connection.pause();
        if (delay == null) {
            delay = connection.loop().timer(this::goOn);
        }
        delay.arm(rate.pauseNanos());
        return taken;
    }

    private void goOn() {
        if (!left && connection.isPaused() && other.connection.queuedBytes() <= Connection.HIGH_WATER) {
            connection.resume();
        }
    }

    private void watchForBulk(int length) {
        large = length >= LARGE_BYTES ? large + 1 : 0;
        if (large >= LARGE_IN_A_ROW && connection.tls() == null && other.connection.tls() == null) {
            relay();
        }
    }

    private void relay() {
        large = 0;
        relayedBytes = 0;
        sliceNanos = passage.nowNanos();
        if (relay == null) {
            relay = new Relay(this);
        }
        relay.start(connection, other.connection, SLICE_BYTES);
    }

    @Override
    public void onProgress(Relay by) {
        long moved = by.movedBytes();
        passage.moved(this, moved - relayedBytes);
        relayedBytes = moved;
    }

    @Override
    public void onRelayed(Relay by, Relay.End end, IOException cause) {
        if (by.movedBytes() > relayedBytes) {
            onProgress(by);
        }
        switch (end) {
            case COMPLETE -> {
                if (passage.nowNanos() - sliceNanos < SLICE_NANOS) {
                    relay();
                }
            }
            case SOURCE_ENDED -> onEnd(connection);
            case SOURCE_BROKEN -> passage.broken(this, cause);
            case SINK_BROKEN -> passage.broken(other, cause);
        }
    }

    /** This side takes more of what the other one has. */
    @Override
    public void onWritable(Connection to) {
        if (other != null && !left && other.connection.isPaused() && (other.delay == null || !other.delay.isArmed())) {
            other.connection.resume();
        }
    }

    @Override
    public void onWritten(Connection to) {
        if (!left) {
            passage.written();
        }
    }

    @Override
    public void onSecured(Connection to) {
        passage.handshake().done();
    }

    @Override
    public void onEnd(Connection from) {
        ended = true;
        if (!left && other != null) {
            passage.ended(this);
        }
    }

    @Override
    public void onTimeout(Connection from) {
        if (left || passage.session.isOver()) {
            connection.abort();
        } else if (passage.flows()) {
            passage.timedOut();
        } else {
            connection.abort(new SslException("upstream timed out (110: Connection timed out)"));
        }
    }

    @Override
    public void onClosed(Connection gone, IOException cause) {
        boolean isClient = gone == passage.session.stream();
        if (!isClient) {
            passage.session.port.loop().traffic().upstreamClosed();
        }
        if (!isClient && gone.tls() != null && cause == null) {
            passage.handshake().closed();
        }
        if (!left && !passage.session.isOver()) {
            passage.broken(this, cause);
        }
        if (isClient) {
            ((TcpSession) passage.session).onClosed(gone, cause);
        }
    }

    @Override
    public String describe() {
        return "a session of stream for " + passage.session.remoteAddress();
    }
}
