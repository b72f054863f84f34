package millrace.cluster;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;
import millrace.loop.Acceptor;
import millrace.loop.Connection;
import millrace.loop.EventLoop;
import millrace.loop.ListenOptions;
import millrace.loop.Listener;
import millrace.loop.PollerKind;
import millrace.loop.StreamHandler;

/**
 * A server on the event loop that answers each request (which comes in one piece) and keeps the connection; asked to
 * leave, it gives away those that are idle. {@code /slow} is answered when the primary says so, and closes the listener.
 */
final class KeepingApp implements Acceptor, StreamHandler {
    private final List<Connection> connections = new ArrayList<>();
    private Connection slow;
    private Listener listener;
    private IntConsumer next;

    public static void main(String[] arguments) throws Exception {
        EventLoop loop = EventLoop.open("app", PollerKind.EPOLL);
        KeepingApp app = new KeepingApp();
        InetSocketAddress address =
                new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), Integer.parseInt(arguments[0]));
        loop.execute(() -> Listener.listen(loop, address, ListenOptions.DEFAULT, app)
                .thenAccept(listener -> app.listener = listener));
        WorkerProcess.current().onMessage(json -> loop.execute(() -> app.answer(app.slow, "slow")));
        loop.run();
    }

    @Override
    public StreamHandler accept(Connection connection) {
        connections.add(connection);
        return this;
    }

    @Override
    public int onData(Connection connection, byte[] buffer, int offset, int length) {
        if (new String(buffer, offset, length, US_ASCII).startsWith("GET /slow ")) {
            slow = connection;
            listener.close();
            WorkerProcess.current().send("\"waiting\"");
        } else {
            answer(connection, "quick");
        }
        return length;
    }

    private void answer(Connection connection, String how) {
        String body = "worker " + WorkerProcess.current().id() + " " + how;
        connection.write(("HTTP/1.1 200 OK\r\nContent-Length: " + body.length() + "\r\n\r\n" + body).getBytes(US_ASCII));
        if (connection == slow) {
            connection.finish();
        } else if (next != null) {
            connection.loop().immediate(() -> giveAway(connection));
        }
    }

    @Override
    public void doorClosed(IntConsumer others) {
        next = others;
        connections.forEach(this::giveAway);
    }

    private void giveAway(Connection connection) {
        int fd = connection == slow ? -1 : connection.detach();
        if (fd >= 0) {
            next.accept(fd);
        }
    }
}
