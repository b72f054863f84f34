package millrace.http.websocket;

import java.io.IOException;
import java.net.SocketAddress;
import millrace.http.UpgradedHandler;
import millrace.http.websocket.frame.CloseCode;
import millrace.loop.Connection;
import millrace.loop.EventLoop;
import millrace.loop.stall.Described;

/** A connection of its own below a {@link WebSocket}. For the loop's own thread only. */
final class ConnectionWire implements Wire, UpgradedHandler, Described {
    private final Connection connection;
    private WebSocket socket;

    ConnectionWire(Connection connection) {
        this.connection = connection;
    }

    void socket(WebSocket above) {
        socket = above;
    }

    @Override
    public int onData(Connection c, byte[] buffer, int offset, int length) {
        return socket.receive(buffer, offset, offset + length);
    }

    @Override
    public void onEnd(Connection c) {
        socket.peerEnded();
    }

    @Override
    public void onWritable(Connection c) {
        socket.writable();
    }

    @Override
    public void onClosed(Connection c, IOException cause) {
        socket.gone(cause);
    }

    @Override
    public void serverStops() {
        socket.close(CloseCode.GOING_AWAY, "");
    }

    @Override
    public String describe() {
        return "a WebSocket (handler: " + Described.nameOf(socket.handler) + ")";
    }

    @Override
    public boolean write(byte[] bytes, int offset, int length) {
        return connection.write(bytes, offset, length);
    }

    @Override
    public EventLoop loop() {
        return connection.loop();
    }

    @Override
    public SocketAddress remoteAddress() {
        return connection.remoteAddress();
    }

    @Override
    public long queuedBytes() {
        return connection.queuedBytes();
    }

    @Override
    public void pause() {
        connection.pause();
    }

    @Override
    public void resume() {
        connection.resume();
    }

    @Override
    public void end() {
        connection.end();
    }

    @Override
    public void finish() {
        connection.finish();
    }

    @Override
    public void abort() {
        connection.abort();
    }
}
