package millrace.gateway.proxy;

import java.io.IOException;
import java.net.SocketAddress;
import java.util.concurrent.CompletionException;
import java.util.function.BiConsumer;
import millrace.gateway.balance.Peer;
import millrace.gateway.balance.UpstreamSearch;
import millrace.gateway.exchange.Traffic;
import millrace.gateway.tls.Handshakes;
import millrace.gateway.tls.UpstreamTls;
import millrace.loop.Acceptor;
import millrace.loop.Connection;
import millrace.loop.Connector;
import millrace.loop.StreamHandler;
import millrace.loop.tls.OpenSslSession;
import millrace.os.Errno;
import millrace.os.ErrorText;
import millrace.os.OsException;
import millrace.os.SslException;

/** One attempt to connect to a peer, on behalf of a request that may lose interest meanwhile. */
final class Connecting implements Acceptor, BiConsumer<Connection, Throwable> {
    private final UpstreamRequest request;
    private final SocketAddress address;
    private final SocketAddress local;
    private Approach approach;
    private UpstreamConnection made;
    private UpstreamTls tls;
    private String host;

    private Connecting(UpstreamRequest request, Approach approach, SocketAddress address, SocketAddress local) {
        this.request = request;
        this.approach = approach;
        this.address = address;
        this.local = local;
    }

    /** Tells the approach's {@code connected} or {@code notConnected}, which may be before this returns. */
    static void begin(UpstreamRequest request, Approach approach, Peer peer) {
        ProxySettings settings = request.settings;
        Traffic traffic = request.loop.loop().traffic();
        if (!traffic.hasRoom()) {
            approach.notConnected(Failure.INTERNAL, traffic.limit() + " worker_connections are not enough while connecting to upstream");
            return;
        }
        SocketAddress local = settings.bind.local(request.exchange);
        Connecting attempt = new Connecting(request, approach, peer.address(), local);
        approach.connecting(attempt);
        Connector.Options options = new Connector.Options(settings.connectNanos(), local, settings.socketKeepAlive);
        Connector.connect(request.loop.loop().events(), peer.address(), options, attempt).whenComplete(attempt);
    }

    /** The request is not interested any more. */
    void abandon() {
        approach = null;
    }

    @Override
    public StreamHandler accept(Connection stream) {
        made = new UpstreamConnection(request.loop, address, local, stream);
        return made;
    }

    @Override
    public void accept(Connection stream, Throwable failure) {
        if (failure == null && approach != null && request.target.url.secure()) {
            shakeHands(stream);
        } else if (failure == null) {
            ready();
        } else if (approach != null) {
            Approach waiting = approach;
            approach = null;
            tell(waiting, failure instanceof CompletionException wrapped ? wrapped.getCause() : failure);
        }
    }

    /** The connection can be used. */
    private void ready() {
        Approach waiting = approach;
        approach = null;
        if (waiting == null) {
            made.drop();
        } else {
            waiting.connected(made);
        }
    }

    private static void tell(Approach waiting, Throwable cause) {
        int errno = cause instanceof OsException known ? known.errno() : 0;
        if (Errno.ETIMEDOUT.number() == errno) {
            waiting.notConnected(Failure.CONNECT_TIMED_OUT,
                    "upstream timed out " + ErrorText.numbered(errno) + " while connecting to upstream");
        } else if (Errno.EMFILE.number() == errno || Errno.ENFILE.number() == errno) {
            // That is our own shortage: the peer is not to blame, and no other can be reached either.
            waiting.notConnected(Failure.INTERNAL,
                    "socket() failed " + ErrorText.numbered(errno) + " while connecting to upstream");
        } else {
            String why = errno == 0 ? "(" + cause.getMessage() + ")" : ErrorText.numbered(errno);
            waiting.notConnected(Failure.CONNECT_REFUSED, "connect() failed " + why + " while connecting to upstream");
        }
    }

    private void shakeHands(Connection stream) {
        made.shakingHands(this);
        try {
            tls = request.exchange.settings(request.settings.tlsKey());
            host = host();
            OpenSslSession session = tls.session(request.exchange, host, UpstreamSearch.literal(host) == null, address, stream);
            if (request.settings.isHttp2()) {
                session.ssl().offers("h2");
            }
            stream.secure(session);
            stream.timeout(request.settings.connectNanos());
        } catch (IOException e) {
            // That is ours: a certificate by variables, say, that is not there.
            Approach waiting = approach;
            approach = null;
            stream.abort();
            waiting.notConnected(Failure.INTERNAL, e.getMessage() + " while SSL handshaking to upstream");
        }
    }

    /** Whom the request means, whatever the address. */
    private String host() {
        String name = tls.name(request.exchange);
        UpstreamUrl url = request.target.url;
        return name != null ? name : url.address().isUnix() ? "localhost" : url.address().host();
    }

    /** The handshake is done. */
    void secured() {
        made.stream().timeout(0);
        String wrong = tls.wrong((OpenSslSession) made.stream().tls(), host);
        if (wrong != null) {
            made.stream().abort(new SslException(wrong));
            return;
        }
        made.secured(tls, host);
        ready();
    }

    /** Or it is not, because of an error, or because the peer takes too long: then the cause is {@code null}. */
    void notSecured(IOException cause) {
        Approach waiting = approach;
        approach = null;
        if (waiting == null) {
            return;
        }
        if (cause == null) {
            waiting.notConnected(Failure.CONNECT_TIMED_OUT, "upstream timed out "
                    + ErrorText.numbered(Errno.ETIMEDOUT.number()) + " while SSL handshaking to upstream");
        } else {
            waiting.notConnected(Failure.HANDSHAKE_FAILED, Handshakes.trouble(cause) + " while SSL handshaking to upstream");
        }
    }
}
