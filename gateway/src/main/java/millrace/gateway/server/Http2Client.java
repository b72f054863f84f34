package millrace.gateway.server;

import java.net.SocketAddress;
import millrace.gateway.exchange.Client;
import millrace.gateway.exchange.Exchange;
import millrace.gateway.exchange.StateKey;
import millrace.loop.Connection;
import millrace.loop.StreamHandler;

/** What a stream of HTTP/2 tells of the connection that it shares with others. For the loop's own thread only. */
abstract class Http2Client implements Client {
    Http2Downstream connection;
    private long number;
    private SocketAddress remote;

    final void begin(Http2Downstream of) {
        connection = of;
        remote = of.remoteAddress();
    }

    final void countRequest() {
        connection.countRequest();
        number = connection.requests();
    }

    final void forget() {
        connection = null;
        remote = null;
    }

    @Override
    public final long requests() {
        return number;
    }

    @Override
    public final boolean isPipelined() {
        return false;
    }

    /** Nothing that one request does ends the connection of others. */
    @Override
    public final void lastRequest(Exchange x) {}

    @Override
    public final boolean keepsAlive(Exchange x) {
        return !connection.isLeaving();
    }

    @Override
    public final void upgrade(Exchange x, StreamHandler heir) {
        throw new UnsupportedOperationException("a stream of HTTP/2 cannot be given away");
    }

    @Override
    public final Connection stream() {
        return connection.stream();
    }

    @Override
    public final long number() {
        return connection.number();
    }

    @Override
    public final long openedNanos() {
        return connection.openedNanos();
    }

    @Override
    public final SocketAddress remoteAddress() {
        return remote;
    }

    /** Of this request alone: the next one may come from somebody else, by the same proxy. */
    @Override
    public final void remoteAddress(SocketAddress address) {
        remote = address;
    }

    @Override
    public final SocketAddress localAddress() {
        return connection.localAddress();
    }

    @Override
    public final <T> T state(StateKey<T> key) {
        return connection.state(key);
    }

    @Override
    public final <T> void state(StateKey<T> key, T value) {
        connection.state(key, value);
    }
}
