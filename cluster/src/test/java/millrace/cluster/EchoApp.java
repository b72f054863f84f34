package millrace.cluster;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import millrace.loop.EventLoop;
import millrace.loop.PollerKind;
import millrace.loop.UdpSocket;
import millrace.os.OsException;

/** A UDP server on the event loop: answers each datagram with its own number and what has come. */
final class EchoApp {
    private EchoApp() {}

    public static void main(String[] arguments) throws Exception {
        EventLoop loop = EventLoop.open("app", PollerKind.EPOLL);
        SocketAddress address = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0);
        loop.execute(() -> UdpSocket.bind(loop, address, EchoApp::answer));
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
