package millrace.gateway.server;

import java.net.SocketAddress;
import millrace.gateway.config.Configuration;
import millrace.gateway.exchange.Attachments;
import millrace.gateway.exchange.Client;
import millrace.gateway.exchange.CoreSettings;
import millrace.gateway.exchange.Exchange;
import millrace.gateway.exchange.StateKey;
import millrace.loop.Connection;

/** What is known of a client's connection, whatever is spoken on it. */
abstract class ClientStream implements Client {
    final PortLoop port;
    final Connection stream;
    private final long number;
    private final long openedNanos;
    private final Attachments attachments = new Attachments();
    /** Asked for when somebody needs them, and once: a Unix socket has none. */
    private SocketAddress remote;
    private SocketAddress local;
    private boolean remoteKnown;
    private boolean localKnown;
    private long requests;
    private boolean countedClosed;

    /** The request at work, or {@code null}. */
    Exchange exchange;

    /** Whom the handshake was for, in lower case, if it has said so and there is one of that name. */
    String servedName;

    /** No request after the one that is at work. */
    boolean last;

    /** The request at work was there before the one in front of it was answered. */
    boolean pipelined;

    /** What comes next was already there when the request in front of it was read, or has come with it. */
    boolean waiting;

    /** The client will send no more. */
    boolean peerEnded;

    // The list of the loop's connections: see PortLoop.
    ClientStream previous;
    ClientStream following;

    ClientStream(PortLoop port, Connection stream, long number) {
        this.port = port;
        this.stream = stream;
        this.number = number;
        this.openedNanos = port.loop().events().nowNanos();
    }

    /** The gateway stops, or its port does. */
    abstract void closeIfIdle();

    /** Whether a request is under way here, or has become something else, that a configuration has begun. */
    final boolean isServedBy(Configuration configuration) {
        return exchange != null && exchange.scope() != null && exchange.scope().configuration() == configuration;
    }

    @Override
    public final void abort(Exchange x) {
        stream.abort();
    }

    @Override
    public final void lastRequest(Exchange x) {
        last = true;
    }

    @Override
    public final boolean keepsAlive(Exchange x) {
        return !last
                && !peerEnded
                && !port.isLeaving()
                && x.head().keepAlive()
                && x.settings(CoreSettings.KEY).keepsAlive(requests, port.loop().events().nowNanos() - openedNanos);
    }

    @Override
    public final Connection stream() {
        return stream;
    }

    @Override
    public final long number() {
        return number;
    }

    @Override
    public final boolean isPipelined() {
        return pipelined;
    }

    @Override
    public final long openedNanos() {
        return openedNanos;
    }

    @Override
    public final long requests() {
        return requests;
    }

    /**
     * Closes the connection when all is sent. It counts as closed at once: a client that sees the end may ask another loop
     * for the numbers before this one has closed it.
     */
    final void finish() {
        countClosed();
        stream.finish();
    }

    final void countClosed() {
        if (!countedClosed) {
            countedClosed = true;
            port.loop().traffic().closed();
        }
    }

    final void countRequest() {
        requests++;
        port.loop().traffic().request();
    }

    @Override
    public final SocketAddress remoteAddress() {
        if (!remoteKnown) {
            remoteAddress(stream.remoteAddress());
        }
        return remote;
    }

    @Override
    public final void remoteAddress(SocketAddress address) {
        remote = address;
        remoteKnown = true;
    }

    @Override
    public final SocketAddress localAddress() {
        if (!localKnown) {
            local = stream.localAddress();
            localKnown = true;
        }
        return local;
    }

    /** For who wants to know them when the connection is closed. */
    final void noteAddresses() {
        remoteAddress();
        localAddress();
    }

    @Override
    public final <T> T state(StateKey<T> key) {
        return attachments.get(key);
    }

    @Override
    public final <T> void state(StateKey<T> key, T value) {
        attachments.put(key, value);
    }

    /** The connection is closed: what features keep for it goes too. */
    final void end() {
        attachments.end();
    }
}
