package millrace.loop;

import java.io.IOException;

/**
 * Two connections whose bytes go to each other, inside the kernel, until they end: a {@link Relay} for each direction.
 * At rest it holds no buffer and no pipe. The connections keep their {@link StreamHandler}s, which hear of nothing but
 * {@link StreamHandler#onTimeout} and {@link StreamHandler#onClosed}.
 *
 * <p>For the loop's own thread only.
 */
public final class Tunnel implements RelayHandler {
    private final TunnelHandler handler;
    private final Relay forth = new Relay(this);
    private final Relay back = new Relay(this);
    private Connection near;
    private Connection far;
    private long idleNanos;
    private boolean halfClose;

    public Tunnel(TunnelHandler handler) {
        this.handler = handler;
    }

    /**
     * @param nanos how long both directions may be silent until {@link StreamHandler#onTimeout} of the first connection
     *     is called; 0: for ever
     */
    public Tunnel idleTimeout(long nanos) {
        idleNanos = nanos;
        return this;
    }

    /** Whether one direction goes on when the other has ended; otherwise the first end is that of both. */
    public Tunnel halfClose(boolean on) {
        halfClose = on;
        return this;
    }

    /** Begins in the loop's next turn, with what was read from either connection and left by its handler. */
    public void start(Connection one, Connection other) {
        near = one;
        far = other;
        forth.start(one, other, Relay.UNTIL_END);
        back.start(other, one, Relay.UNTIL_END);
        touch();
    }

    /** Bytes that the second connection has got from the first. */
    public long forthBytes() {
        return forth.movedBytes();
    }

    /** Bytes that the first connection has got from the second. */
    public long backBytes() {
        return back.movedBytes();
    }

    /** Ends it without a word; bytes that are under way are lost. The connections stay as they are. */
    public void stop() {
        forth.stop();
        back.stop();
        stopCountdown();
    }

    private void touch() {
        if (idleNanos > 0) {
            near.timeout(idleNanos);
        }
    }

    private void stopCountdown() {
        if (idleNanos > 0 && near != null) {
            near.timeout(0);
        }
    }

    @Override
    public void onProgress(Relay relay) {
        touch();
    }

    @Override
    public void onRelayed(Relay relay, Relay.End end, IOException cause) {
        boolean forward = relay == forth;
        Relay other = forward ? back : forth;
        Connection source = forward ? near : far;
        Connection sink = forward ? far : near;
        if (end == Relay.End.SOURCE_ENDED && halfClose && other.isActive()) {
            sink.end();
            touch();
            return;
        }
        other.stop();
        stopCountdown();
        Connection broken =
                switch (end) {
                    case SOURCE_BROKEN -> source;
                    case SINK_BROKEN -> sink;
                    case SOURCE_ENDED, COMPLETE -> null;
                };
        // What they have been given is sent; the relay closes the source that is broken.
        sink.finish();
        if (broken != source) {
            source.finish();
        }
        handler.onTunnelEnd(this, broken, cause);
    }
}
