package millrace.gateway.stream;

import java.io.IOException;
import java.net.SocketAddress;
import java.util.concurrent.CompletionException;
import java.util.function.BiConsumer;
import millrace.gateway.access.ProxyProtocolWriter;
import millrace.gateway.balance.Peer;
import millrace.gateway.log.Level;
import millrace.http.codec.Output;
import millrace.loop.Acceptor;
import millrace.loop.Connection;
import millrace.loop.Connector;
import millrace.loop.StreamHandler;
import millrace.os.Errno;
import millrace.os.ErrorText;
import millrace.os.OsException;

/** The way of a client's connection to a peer, and both of them as long as bytes go to and fro. */
final class TcpPassage extends Passage {
    private final Side client;
    private final long timeoutNanos;
    private Side upstream;
    private Connecting connecting;
    private UpstreamHandshake handshake;
    private SocketAddress peerAddress;
    private boolean flows;

    /** Who has ended first, once no more is to come; what has come is still being written. */
    private String ending;

    /** One of the two has not ended but broken off: the other one must not take what it has got for all there is. */
    private boolean brokenOff;

    private long unwritten;

    TcpPassage(TcpSession session, PassSettings settings) {
        super(session, settings);
        client = new Side(this, Rate.of(settings.uploadRate, session.exchange));
        client.of(session.stream());
        timeoutNanos = settings.timeoutNanos();
    }

    /** One attempt, which the session may lose interest in. */
    private final class Connecting implements Acceptor, BiConsumer<Connection, Throwable> {
        private boolean wanted = true;

        @Override
        public StreamHandler accept(Connection made) {
            if (!wanted) {
                return null;
            }
            session.port.loop().traffic().upstreamOpened();
            upstream = new Side(TcpPassage.this, Rate.of(settings.downloadRate, session.exchange));
            upstream.of(made);
            return upstream;
        }

        @Override
        public void accept(Connection made, Throwable failure) {
            if (!wanted) {
                return;
            }
            connecting = null;
            if (failure == null) {
                made(made);
            } else {
                notMade(failure instanceof CompletionException wrapped ? wrapped.getCause() : failure);
            }
        }
    }

    @Override
    void connect(Peer to) {
        Connector.Options options = new Connector.Options(
                settings.connectNanos(), settings.bind.local(exchange()), settings.socketKeepAlive);
        connecting = new Connecting();
        peerAddress = to.address();
        Connector.connect(session.port.loop().events(), to.address(), options, connecting).whenComplete(connecting);
    }

    private void notMade(Throwable cause) {
        int errno = cause instanceof OsException known ? known.errno() : 0;
        if (errno == Errno.ETIMEDOUT.number()) {
            failed("upstream timed out " + ErrorText.numbered(errno) + " while connecting to upstream");
        } else {
            failed("connect() failed " + (errno == 0 ? "(" + cause.getMessage() + ")" : ErrorText.numbered(errno))
                    + " while connecting to upstream");
        }
    }

    private void made(Connection to) {
        if (settings.proxyProtocol) {
            Output head = session.port.loop().head();
            ProxyProtocolWriter.version1(head, session.remoteAddress(), session.localAddress());
            to.write(head.bytes(), 0, head.length());
        }
        if (settings.ssl) {
            to.pause();
            handshake = new UpstreamHandshake(this, to, peerAddress);
            // What was written in the clear is on its way by then.
            session.port.loop().events().immediate(handshake);
        } else {
            established();
        }
    }

    /** Bytes may flow. */
    void established() {
        connected();
        flows = true;
        if (session.logs(Level.INFO)) {
            session.log(Level.INFO, "proxy connected to " + peerName());
        }
        client.begin(upstream);
        upstream.begin(client);
        touch();
    }

    /** A handshake has failed. */
    void notSecured(String words) {
        Side left = upstream;
        upstream = null;
        left.leave();
        failed(words);
    }

    /** That of the connection to the peer. */
    UpstreamHandshake handshake() {
        return handshake;
    }

    /** Something has moved. */
    void touch() {
        client.connection().timeout(timeoutNanos);
    }

    boolean flows() {
        return flows;
    }

    /** Bytes have come from a side, for the other one. */
    void moved(Side from, long bytes) {
        if (from == client) {
            session.receivedBytes += bytes;
            attempt.sentBytes += bytes;
        } else {
            if (attempt.receivedBytes == 0) {
                firstByte();
            }
            session.sentBytes += bytes;
            attempt.receivedBytes += bytes;
        }
        touch();
    }

    /** A side will send no more. */
    void ended(Side from) {
        Side to = from == client ? upstream : client;
        if (settings.halfClose && !to.hasEnded()) {
            to.end();
            touch();
            return;
        }
        if (ending != null) {
            return;
        }
        ending = from == client ? "client disconnected" : "upstream disconnected";
        unwritten = unwritten();
        if (unwritten == 0) {
            over(ending);
        } else {
            to.connection().finish();
        }
    }

    /** What had come before one of the two ended is with the other one's kernel. */
    void written() {
        if (ending != null) {
            over(ending);
        }
    }

    private long unwritten() {
        return client.connection().queuedBytes() + upstream.connection().queuedBytes();
    }

    /** A side is closed. */
    void broken(Side side, IOException cause) {
        if (!flows) {
            String why = cause == null ? "peer closed connection" : cause.getMessage();
            notSecured(why + " while SSL handshaking to upstream");
            return;
        }
        if (cause instanceof OsException trouble && ending == null) {
            brokenOff = true;
            String call = trouble.errno() == Errno.EPIPE.number() ? "send() failed " : "recv() failed ";
            session.log(side == client ? Level.INFO : Level.ERROR,
                    call + ErrorText.numbered(trouble.errno()) + " while proxying connection");
        }
        over(ending != null ? ending : side == client ? "client disconnected" : "upstream disconnected");
    }

    /** Lets go of a connection: what was written is still sent. */
    void leave(Connection left) {
        left.timeout(timeoutNanos);
        if (brokenOff) {
            left.reset();
        } else {
            left.finish();
        }
    }

    void timedOut() {
        long left = unwritten();
        if (ending != null && left < unwritten) {
            unwritten = left;
            touch();
            return;
        }
        over("connection timed out (110: Connection timed out) while proxying connection");
        // Nobody takes what is still to be written.
        client.connection().abort();
        upstream.connection().abort();
    }

    private void over(String why) {
        if (session.logs(Level.INFO)) {
            session.log(Level.INFO, why + ", bytes from/to client:" + session.receivedBytes + "/" + session.sentBytes
                    + ", bytes from/to upstream:" + attempt.receivedBytes + "/" + attempt.sentBytes);
        }
        session.finish(200);
    }

    @Override
    void close() {
        if (connecting != null) {
            connecting.wanted = false;
            connecting = null;
        }
        client.leave();
        if (upstream != null) {
            Connection left = upstream.connection();
            upstream.leave();
            if (flows) {
                leave(left);
            } else {
                left.abort();
            }
        }
    }
}
