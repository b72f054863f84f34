package millrace.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import millrace.loop.EventLoop;
import millrace.loop.ListeningSocket;
import millrace.loop.PollerKind;
import millrace.loop.UdpSocket;
import millrace.os.OsException;

/**
 * A UDP server on the event loop: answers each datagram with its own number and what has come. With a port as argument it
 * binds that twice, one after the other.
 */
final class EchoApp {
    private EchoApp() {}

    public static void main(String[] arguments) throws Exception {
        EventLoop loop = EventLoop.open("app", PollerKind.EPOLL);
        int port = arguments.length == 0 ? 0 : Integer.parseInt(arguments[0]);
        SocketAddress address = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port);
        loop.execute(() -> UdpSocket.bind(loop, address, EchoApp::answer).thenAccept(socket -> {
            if (arguments.length > 0) {
                socket.close();
                UdpSocket.bind(loop, address, EchoApp::answer).whenComplete((again, error) -> System.out.println(
                        error == null ? "again " + ListeningSocket.text(again.localAddress()) : error.getMessage()));
            }
        }));
        loop.run();
    }

    private static void answer(UdpSocket socket, byte[] buffer, int offset, int length, SocketAddress from) {
        String text = "worker " + WorkerProcess.current().id() + " got " + new String(buffer, offset, length, UTF_8);
        try {
            socket.send(text.getBytes(UTF_8), 0, text.length(), from);
        } catch (OsException e) {
            System.out.println(e.getMessage());
        }
    }
}
