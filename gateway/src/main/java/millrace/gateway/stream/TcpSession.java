package millrace.gateway.stream;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import millrace.gateway.access.ProxyProtocol;
import millrace.gateway.access.ProxyProtocolParser;
import millrace.gateway.exchange.Exchange;
import millrace.gateway.exchange.Phase;
import millrace.gateway.log.Level;
import millrace.gateway.port.PortPart;
import millrace.loop.Connection;
import millrace.loop.StreamHandler;
import millrace.loop.stall.Described;

/**
 * A client's connection, as long as it is not passed on: then a {@link Side} is its handler. What comes before its turn
 * waits in the connection, which is not read meanwhile. For the loop's thread only.
 */
final class TcpSession extends Session implements StreamHandler, Runnable, Described {
    /** So much of what was no header goes into the log. */
    private static final int SHOWN = 128;

    private static final int MOST_PASSES = 10;

    private final Connection stream;

    /** Who wants to see the first bytes, or {@code null}. */
    private Reader reader;

    /** With the client, as long as it is under way; or {@code null}. */
    private ClientHandshake handshake;

    private boolean closed;

    /** How often the connection has been passed from one door of this process to another. */
    private int passes;

    /** Looks at a connection's first bytes, and then lets the session go on. */
    @FunctionalInterface
    private interface Reader {
        /** How many bytes are consumed. */
        int read(byte[] buffer, int offset, int length);
    }

    TcpSession(StreamPort port, Connection stream, long number) {
        super(port, number, stream.remoteAddress(), stream.localAddress());
        this.stream = stream;
    }

    /** Begins. */
    @Override
    public void run() {
        if (closed) {
            return;
        }
        try {
            begin();
        } catch (RuntimeException broken) {
            // It would stay for ever otherwise: no countdown runs yet.
            stream.abort(new IOException("the session cannot begin", broken));
            throw broken;
        }
    }

    private void begin() {
        if (logs(Level.INFO)) {
            log(Level.INFO, "client connected");
        }
        if (port.servers().at(this).proxyProtocol()) {
            ProxyProtocolParser parser = new ProxyProtocolParser();
            read((buffer, offset, length) -> introduce(parser, buffer, offset, length),
                    scope().get(StreamSettings.KEY).introductionNanos());
        } else {
            enterPhases();
        }
    }

    private void read(Reader by, long nanos) {
        reader = by;
        stream.timeout(nanos);
        stream.resume();
    }

    private void stopReading() {
        reader = null;
        stream.timeout(0);
        stream.pause();
    }

    private int introduce(ProxyProtocolParser parser, byte[] buffer, int offset, int length) {
        int used = parser.parse(buffer, offset, offset + length);
        if (used == ProxyProtocolParser.INCOMPLETE) {
            return 0;
        }
        if (used == ProxyProtocolParser.BROKEN) {
            String shown = new String(buffer, offset, Math.min(length, SHOWN), StandardCharsets.ISO_8859_1);
            log(Level.ERROR, "broken header: \"" + shown + "\" while reading PROXY protocol");
            failIntroduction();
            return length;
        }
        ProxyProtocol.put(this, parser.result());
        stopReading();
        enterPhases();
        return used;
    }

    /** What cannot be understood has its line in the log, as any session. */
    private void failIntroduction() {
        reader = null;
        exchange = port.loop().unused();
        exchange.refuse(this, port.servers().at(this).otherwise(), null, 400);
    }

    /** The phase in which the first bytes are looked at. */
    int preread(Exchange x) {
        StreamSettings settings = x.settings(StreamSettings.KEY);
        HelloParser parser = new HelloParser();
        read((buffer, offset, length) -> preread(parser, settings.prereadBytes, buffer, offset, length),
                settings.prereadNanos());
        return Phase.WAIT;
    }

    private int preread(HelloParser parser, long mostBytes, byte[] buffer, int offset, int length) {
        receivedBytes = length;
        HelloParser.State state = parser.parse(buffer, offset, (int) Math.min(length, mostBytes));
        if (state != HelloParser.State.INCOMPLETE) {
            hello = parser.hello();
            stopReading();
            receivedBytes = 0;
            if (hello != null) {
                choose(hello.serverName());
            }
            exchange.resume();
        } else if (length >= mostBytes) {
            log(Level.ERROR, "preread buffer full");
            finish(400);
        }
        return 0;
    }

    /** Gives the connection to another door; {@code false}, and nothing has happened, if it has gone round too often. */
    boolean handOver(PortPart<?> door) {
        if (passes == MOST_PASSES) {
            return false;
        }
        SocketAddress who = remoteAddress();
        ProxyProtocol told = ProxyProtocol.of(this);
        forget();
        closed = true;
        ((StreamPort) port).remove(this);
        stream.timeout(0);
        stream.resume();
        StreamHandler next = door.adopt(stream, client -> {
            client.remoteAddress(who);
            ProxyProtocol.put(client, told);
        });
        if (next == null) {
            stream.abort();
        } else {
            if (next instanceof TcpSession again) {
                again.passes = passes + 1;
            }
            stream.handler(next);
        }
        return true;
    }

    /** The connection is being encrypted. */
    void shakesHands(ClientHandshake by, long nanos) {
        handshake = by;
        stream.timeout(nanos);
    }

    private void stopShaking(IOException cause) {
        ClientHandshake failed = handshake;
        handshake = null;
        failed.failed(cause);
    }

    @Override
    public int onData(Connection connection, byte[] buffer, int offset, int length) {
        return reader == null ? isOver() ? length : 0 : reader.read(buffer, offset, length);
    }

    @Override
    public void onSecured(Connection connection) {
        connection.timeout(0);
        connection.pause();
        ClientHandshake done = handshake;
        handshake = null;
        done.done();
    }

    @Override
    public void onEnd(Connection connection) {
        if (reader != null && exchange == null) {
            failIntroduction();
        } else if (reader != null) {
            finish(200);
        }
    }

    @Override
    public void onTimeout(Connection connection) {
        if (isOver()) {
            connection.abort();
        } else if (handshake != null) {
            stopShaking(new IOException("client timed out (110: Connection timed out)"));
        } else {
            log(Level.INFO, "client timed out (110: Connection timed out)");
            finish(200);
        }
    }

    @Override
    public void onClosed(Connection connection, IOException cause) {
        if (closed) {
            return;
        }
        closed = true;
        if (handshake != null && !isOver()) {
            stopShaking(cause == null ? new IOException("closed") : cause);
        }
        finish(200);
        ((StreamPort) port).remove(this);
    }

    @Override
    public Connection stream() {
        return stream;
    }

    @Override
    String protocol() {
        return "TCP";
    }

    @Override
    void send(byte[] bytes, int length) {
        sentBytes += length;
        stream.write(bytes, 0, length);
    }

    @Override
    Passage newPassage(PassSettings settings) {
        return new TcpPassage(this, settings);
    }

    @Override
    void close() {
        if (passage != null) {
            ((TcpPassage) passage).leave(stream);
        } else {
            stream.timeout(scope().get(PassSettings.KEY).timeoutNanos());
            stream.finish();
        }
    }

    @Override
    void abort(IOException cause) {
        stream.abort(cause);
    }

    @Override
    public String describe() {
        return "a session of stream for " + remoteAddress();
    }
}
