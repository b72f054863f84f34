package millrace.gateway.stream;

import java.io.IOException;
import java.net.SocketAddress;
import millrace.gateway.config.Configuration;
import millrace.gateway.config.Scope;
import millrace.gateway.exchange.Attachments;
import millrace.gateway.exchange.Client;
import millrace.gateway.exchange.Exchange;
import millrace.gateway.exchange.StateKey;
import millrace.gateway.log.ErrorContext;
import millrace.gateway.log.ErrorLogSettings;
import millrace.gateway.log.Level;
import millrace.gateway.port.PortPart;
import millrace.gateway.route.ServerNameSettings;
import millrace.loop.StreamHandler;

/**
 * What a client does by one connection, or with datagrams from one address.
 *
 * <pre>
 *   begin ─▶ phases ─▶ content: proxy_pass, return, pass ─▶ finish(status) ─▶ logged ─▶ closed
 *              └ WAIT for a handshake, or for first bytes ─▶ resume
 * </pre>
 *
 * <p>For the loop's own thread only.
 */
abstract class Session implements Client {
    final PortPart<StreamServers> port;
    private final long number;
    private final long openedNanos;
    private final Attachments attachments = new Attachments();
    private SocketAddress remote;
    private final SocketAddress local;

    /** On its way through the phases, and until it is logged. */
    Exchange exchange;

    /** What brings it to an upstream, or {@code null}. */
    Passage passage;

    /** Who is served here, as of the configuration that it has begun with: another one may have come since. */
    StreamServers servers;

    /** What its first bytes have said of the names that it asks for. */
    Hello hello;

    /** 0 as long as it goes on. */
    int status;

    long receivedBytes;
    long sentBytes;

    // The list of the loop's sessions: see SessionList.
    Session previous;
    Session following;

    Session(PortPart<StreamServers> port, long number, SocketAddress remote, SocketAddress local) {
        this.port = port;
        this.number = number;
        this.openedNanos = port.loop().events().nowNanos();
        this.remote = remote;
        this.local = local;
    }

    /** {@code TCP} or {@code UDP}. */
    abstract String protocol();

    /** Sends bytes to the client, on its own behalf. */
    abstract void send(byte[] bytes, int length);

    /** A way to an upstream, by the same protocol. */
    abstract Passage newPassage(PassSettings settings);

    /** It is over and logged: lets the client go. */
    abstract void close();

    /** Lets the client go at once. */
    abstract void abort(IOException cause);

    /** Whether it is at nothing that anybody waits for. */
    boolean isIdle() {
        return false;
    }

    /** To the phases. */
    final void enterPhases() {
        exchange = port.loop().unused();
        servers = port.servers().at(this);
        exchange.begin(this, servers.otherwise(), null);
    }

    static Session of(Exchange x) {
        return (Session) x.client();
    }

    /** The server of a name that the client has asked for, if there is one of that name. */
    final void choose(String name) {
        if (!servers.single() && name != null) {
            ServerNameSettings.Found found = servers.named(name, exchange.captures());
            if (found != null) {
                found.matched(exchange);
                exchange.scope(found.server());
            }
        }
    }

    /** It is over, for whatever reason; once. */
    final void finish(int with) {
        if (status != 0) {
            return;
        }
        status = with;
        try {
            if (passage != null) {
                passage.end();
            }
            if (exchange != null) {
                exchange.complete();
            }
        } finally {
            // Whatever breaks on the way, a log for example: the client is let go.
            exchange = null;
            close();
            attachments.end();
        }
    }

    /** Somebody else goes on with the client. */
    final void forget() {
        status = 200;
        Exchange done = exchange;
        exchange = null;
        done.attachments().end();
        done.recycle();
        attachments.end();
    }

    final boolean isOver() {
        return status != 0;
    }

    final boolean isServedBy(Configuration configuration) {
        return exchange != null && exchange.scope().configuration() == configuration;
    }

    /** The level whose settings count. */
    final Scope scope() {
        return exchange == null ? port.servers().at(this).otherwise() : exchange.scope();
    }

    final void log(Level level, String text) {
        if (exchange != null) {
            exchange.log(level, text, passage == null ? null : passage.peerName());
        } else {
            scope().get(ErrorLogSettings.KEY).log().log(level, number, ErrorContext.of(this, text));
        }
    }

    final boolean logs(Level level) {
        return scope().get(ErrorLogSettings.KEY).log().logs(level);
    }

    @Override
    public final long number() {
        return number;
    }

    @Override
    public final long requests() {
        return 1;
    }

    @Override
    public final boolean isPipelined() {
        return false;
    }

    @Override
    public final long openedNanos() {
        return openedNanos;
    }

    @Override
    public final SocketAddress remoteAddress() {
        return remote;
    }

    @Override
    public final void remoteAddress(SocketAddress address) {
        remote = address;
    }

    @Override
    public final SocketAddress localAddress() {
        return local;
    }

    @Override
    public final <T> T state(StateKey<T> key) {
        return attachments.get(key);
    }

    @Override
    public final <T> void state(StateKey<T> key, T value) {
        attachments.put(key, value);
    }

    @Override
    public final void abort(Exchange x) {
        finish(200);
    }

    @Override
    public final void cut(Exchange x) {
        throw noRequest();
    }

    @Override
    public final void bodyWanted(Exchange x) {
        throw noRequest();
    }

    @Override
    public final void replyEnded(Exchange x) {
        throw noRequest();
    }

    @Override
    public final void lastRequest(Exchange x) {
        throw noRequest();
    }

    @Override
    public final boolean keepsAlive(Exchange x) {
        throw noRequest();
    }

    @Override
    public final void upgrade(Exchange x, StreamHandler heir) {
        throw noRequest();
    }

    private static IllegalStateException noRequest() {
        return new IllegalStateException("a session of stream is no request");
    }
}
