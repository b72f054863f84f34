package millrace.gateway.proxy;

import java.io.IOException;
import millrace.gateway.exchange.Exchange;
import millrace.loop.Connection;
import millrace.loop.StreamHandler;
import millrace.loop.Tunnel;
import millrace.loop.TunnelHandler;

/**
 * A connection that has changed its protocol: what the client and the upstream say to each other moves in the kernel. For
 * the loop's own thread only.
 */
final class KernelPassage implements Passage, TunnelHandler, StreamHandler {
    private final UpstreamRequest request;
    private final Exchange exchange;
    private final Connection upstream;
    private final Tunnel tunnel;

    /** @param idleNanos how long both may be silent */
    KernelPassage(UpstreamRequest request, Exchange exchange, Connection upstream, long idleNanos) {
        this.request = request;
        this.exchange = exchange;
        this.upstream = upstream;
        this.tunnel = new Tunnel(this).idleTimeout(idleNanos);
    }

    @Override
    public void open() {
        Connection downstream = exchange.client().stream();
        exchange.client().upgrade(exchange, this);
        tunnel.start(downstream, upstream);
    }

    @Override
    public void stop() {
        count();
        tunnel.stop();
    }

    private void count() {
        request.attempts().body(tunnel.backBytes());
        request.attempts().received(tunnel.backBytes());
        request.attempts().sent(tunnel.forthBytes());
        exchange.reply().counted(tunnel.backBytes());
        exchange.reply().sent(tunnel.backBytes());
    }

    @Override
    public void onTunnelEnd(Tunnel over, Connection broken, IOException cause) {
        request.tunnelEnded();
    }

    /** The tunnel takes what comes. */
    @Override
    public int onData(Connection connection, byte[] buffer, int offset, int length) {
        return 0;
    }

    @Override
    public void onTimeout(Connection connection) {
        Endings.silent(request);
        Connection downstream = exchange.client().stream();
        request.tunnelEnded();
        upstream.finish();
        downstream.finish();
    }
}
