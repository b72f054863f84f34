package millrace.gateway.stream;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import millrace.gateway.access.ProxyProtocolWriter;
import millrace.gateway.balance.Outcome;
import millrace.gateway.balance.Peer;
import millrace.gateway.log.Level;
import millrace.http.codec.Output;
import millrace.loop.ListenOptions;
import millrace.loop.Timer;
import millrace.loop.UdpSocket;
import millrace.os.Descriptor;
import millrace.os.Errno;
import millrace.os.OsException;
import millrace.os.Socket;

/** The way of datagrams to a peer and back, by a socket of their own. For the loop's thread only. */
final class UdpPassage extends Passage implements UdpSocket.Handler {
    private final UdpSession session;
    private final Timer silence;
    private final Rate upload;
    private final Rate download;

    // Run while a rate holds datagrams up.
    private Timer uploadDelay;
    private Timer downloadDelay;

    private boolean introduced;
    private SocketAddress peer;
    private UdpSocket socket;
    private long requests;
    private long responses;

    UdpPassage(UdpSession session, PassSettings settings) {
        super(session, settings);
        this.session = session;
        this.silence = session.port.loop().events().timer(this::silent);
        upload = Rate.of(settings.uploadRate, session.exchange);
        download = Rate.of(settings.downloadRate, session.exchange);
    }

    @Override
    void connect(Peer to) {
        peer = to.address();
        try {
            socket = UdpSocket.adopt(session.port.loop().events(), open(settings.bind.local(exchange())), this);
        } catch (OsException | UnknownHostException e) {
            failed(e.getMessage() + " while connecting to upstream");
            return;
        }
        session.port.loop().traffic().upstreamOpened();
        connected();
        if (session.logs(Level.INFO)) {
            session.log(Level.INFO, "udp proxy connected to " + peerName());
        }
        touch();
        session.sendWaiting(this);
    }

    /** Whether a datagram of so many bytes may be sent now. If not, the session is told when to go on. */
    boolean takes(int length) {
        if (socket == null || upload == null || upload.takeWhole(length, nowNanos())) {
            return socket != null;
        }
        if (uploadDelay == null) {
            uploadDelay = session.port.loop().events().timer(() -> session.sendWaiting(this));
        }
        uploadDelay.arm(upload.pauseNanos());
        return false;
    }

    /** A socket that hears of this peer alone, and of its refusals. */
    private int open(SocketAddress local) throws OsException, UnknownHostException {
        String action = "send datagrams to " + peerName();
        SocketAddress from = local != null ? local : new InetSocketAddress(anywhere(), 0);
        int fd = UdpSocket.openDescriptor(from, ListenOptions.DEFAULT);
        int connected = Socket.connect(fd, peer);
        if (connected < 0) {
            Descriptor.close(fd);
        }
        OsException.check(connected, action);
        return fd;
    }

    private InetAddress anywhere() throws UnknownHostException {
        boolean six = peer instanceof InetSocketAddress inet && inet.getAddress() instanceof Inet6Address;
        return InetAddress.getByAddress(new byte[six ? 16 : 4]);
    }

    private void touch() {
        silence.arm(settings.timeoutNanos());
    }

    /** A datagram of the client's. */
    void send(byte[] bytes, int offset, int length) {
        try {
            boolean taken = settings.proxyProtocol && !introduced
                    ? introduce(bytes, offset, length)
                    : socket.send(bytes, offset, length, peer);
            if (taken) {
                attempt.sentBytes += length;
            }
        } catch (OsException e) {
            if (e.errno() == Errno.EMSGSIZE.number()) {
                // With what tells of the client in front: nobody may put a peer out of service by that.
                session.log(Level.ERROR, e.getMessage() + " while proxying connection");
                session.finish(BAD_GATEWAY);
            } else {
                refused(e);
            }
            return;
        }
        if (session.isOver()) {
            return; // The peer has refused the datagram before.
        }
        requests++;
        touch();
        endIfDone();
    }

    /** The first datagram begins with the line that tells of the client. */
    private boolean introduce(byte[] bytes, int offset, int length) throws OsException {
        introduced = true;
        Output whole = session.port.loop().head();
        ProxyProtocolWriter.version1(whole, session.remoteAddress(), session.localAddress());
        whole.put(bytes, offset, length);
        return socket.send(whole.bytes(), 0, whole.length(), peer);
    }

    @Override
    public void onDatagram(UdpSocket from, byte[] buffer, int offset, int length, SocketAddress sender) {
        if (session.isOver()) {
            return;
        }
        if (responses++ == 0) {
            firstByte();
        }
        attempt.receivedBytes += length;
        session.send(buffer, offset, length);
        touch();
        endIfDone();
        holdUp(length);
    }

    /** After an answer: the next one waits in the kernel if it would be too early. */
    private void holdUp(int length) {
        if (download == null || session.isOver()) {
            return;
        }
        download.takeWhole(length, nowNanos());
        if (!download.takeWhole(0, nowNanos())) {
            socket.interest(0);
            if (downloadDelay == null) {
                downloadDelay = session.port.loop().events().timer(() -> socket.interest(UdpSocket.READ));
            }
            downloadDelay.arm(download.pauseNanos());
        }
    }

    /** Whether each request has been answered. */
    boolean isIdle() {
        return requests > 0 && responses >= requests;
    }

    private void endIfDone() {
        if (settings.requests > 0 && requests < settings.requests) {
            return;
        }
        if (settings.requests > 0) {
            session.unbind();
        }
        if (settings.responses >= 0 && isAnswered()) {
            over("udp done");
        }
    }

    private boolean isAnswered() {
        return responses >= settings.responses * requests;
    }

    private void silent() {
        if (settings.responses < 0 || isAnswered()) {
            over("udp timed out");
        } else {
            session.log(Level.ERROR, "upstream timed out (110: Connection timed out) while proxying connection");
            end(Outcome.FAILED);
            session.finish(BAD_GATEWAY);
        }
    }

    private void over(String why) {
        if (session.logs(Level.INFO)) {
            session.log(Level.INFO, why + ", packets from/to client:" + requests + "/" + responses
                    + ", bytes from/to client:" + session.receivedBytes + "/" + session.sentBytes
                    + ", bytes from/to upstream:" + attempt.receivedBytes + "/" + attempt.sentBytes);
        }
        session.finish(200);
    }

    @Override
    public void onError(UdpSocket of, OsException error) {
        if (!session.isOver()) {
            refused(error);
        }
    }

    private void refused(OsException error) {
        session.log(Level.ERROR, error.getMessage() + " while proxying connection");
        end(Outcome.FAILED);
        session.finish(BAD_GATEWAY);
    }

    @Override
    public void onClosed(UdpSocket gone) {
        session.port.loop().traffic().upstreamClosed();
    }

    @Override
    void close() {
        silence.cancel();
        if (uploadDelay != null) {
            uploadDelay.cancel();
        }
        if (downloadDelay != null) {
            downloadDelay.cancel();
        }
        if (socket != null) {
            socket.close();
        }
    }
}
