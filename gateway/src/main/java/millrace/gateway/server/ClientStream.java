package millrace.gateway.server;

import java.net.SocketAddress;
import millrace.gateway.config.Configuration;
import millrace.gateway.exchange.Attachments;
import millrace.gateway.exchange.ClientFacts;
import millrace.gateway.exchange.Exchange;
import millrace.gateway.exchange.StateKey;
import millrace.loop.Connection;

/** What is known of a client's connection, whatever is spoken on it. */
abstract class ClientStream implements ClientFacts {
    final PortLoop port;
    final Connection stream;
    private final long number;
    private final long openedNanos;
    private final Attachments attachments;
    /** Asked for when somebody needs them, and once: a Unix socket has none. */
    private SocketAddress remote;
    private SocketAddress local;
    private boolean remoteKnown;
    private boolean localKnown;
    private long requests;
    private boolean countedClosed;

    /** Whom the handshake was for, in lower case, if it has said so and there is one of that name. */
    String servedName;

    /** By which configuration a handshake is made, as long as that lasts; else {@code null}. */
    Configuration handshake;

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
        this.attachments = new Attachments();
    }

    /** Another protocol is spoken on a connection than was thought at first. */
    ClientStream(ClientStream before) {
        port = before.port;
        stream = before.stream;
        number = before.number;
        openedNanos = before.openedNanos;
        attachments = before.attachments;
        remote = before.remote;
        local = before.local;
        remoteKnown = before.remoteKnown;
        localKnown = before.localKnown;
        servedName = before.servedName;
    }

    /** The gateway stops, or its port does. */
    abstract void closeIfIdle();

    /** Whether no request is at work. */
    abstract boolean isIdle();

    /** Whether a request is under way here, or has become something else, that a configuration has begun. */
    abstract boolean isServedBy(Configuration configuration);

    /** Whether a configuration is needed here. */
    final boolean needs(Configuration configuration) {
        return handshake == configuration || isServedBy(configuration);
    }

    static boolean isOf(Exchange x, Configuration configuration) {
        return x != null && x.scope() != null && x.scope().configuration() == configuration;
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
    public final long openedNanos() {
        return openedNanos;
    }

    /** How many requests have come by it. */
    public final long requests() {
        return requests;
    }

    final long ageNanos() {
        return port.loop().events().nowNanos() - openedNanos;
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
