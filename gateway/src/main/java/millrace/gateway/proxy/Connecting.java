package millrace.gateway.proxy;

import java.net.SocketAddress;
import java.util.concurrent.CompletionException;
import java.util.function.BiConsumer;
import millrace.gateway.balance.Peer;
import millrace.loop.Acceptor;
import millrace.loop.Connection;
import millrace.loop.Connector;
import millrace.loop.StreamHandler;
import millrace.os.Errno;
import millrace.os.ErrorText;
import millrace.os.OsException;

/** One attempt to connect to a peer, on behalf of a request that may lose interest meanwhile. */
final class Connecting implements Acceptor, BiConsumer<Connection, Throwable> {
    private final ProxyLoop loop;
    private final SocketAddress address;
    private final SocketAddress local;
    private Approach request;
    private UpstreamConnection made;

    private Connecting(ProxyLoop loop, Approach request, SocketAddress address, SocketAddress local) {
        this.loop = loop;
        this.request = request;
        this.address = address;
        this.local = local;
    }

    /** Tells the request's {@code connected} or {@code notConnected}, which may be before this returns. */
    static Connecting begin(ProxyLoop loop, Approach request, Peer peer, SocketAddress local, ProxySettings settings) {
        Connecting attempt = new Connecting(loop, request, peer.address(), local);
        request.connecting(attempt);
        Connector.Options options = new Connector.Options(settings.connectNanos(), local, settings.socketKeepAlive);
        Connector.connect(loop.loop().events(), peer.address(), options, attempt).whenComplete(attempt);
        return attempt;
    }

    /** The request is not interested any more. */
    void abandon() {
        request = null;
    }

    @Override
    public StreamHandler accept(Connection stream) {
        made = new UpstreamConnection(loop, address, local, stream);
        return made;
    }

    @Override
    public void accept(Connection stream, Throwable failure) {
        Approach waiting = request;
        request = null;
        if (failure == null) {
            if (waiting == null) {
                made.drop();
            } else {
                waiting.connected(made);
            }
        } else if (waiting != null) {
            Throwable cause = failure instanceof CompletionException wrapped ? wrapped.getCause() : failure;
            tell(waiting, cause);
        }
    }

    private static void tell(Approach waiting, Throwable cause) {
        int errno = cause instanceof OsException known ? known.errno() : 0;
        if (Errno.ETIMEDOUT.number() == errno) {
            waiting.notConnected(Failure.CONNECT_TIMED_OUT, "upstream timed out " + ErrorText.numbered(errno));
        } else {
            String why = errno == 0 ? "(" + cause.getMessage() + ")" : ErrorText.numbered(errno);
            waiting.notConnected(Failure.CONNECT_REFUSED, "connect() failed " + why);
        }
    }
}
