package millrace.gateway.stream;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Sessions of {@code stream} over datagrams: the test itself is client and upstream. */
@Timeout(120)
class UdpStreamTest {
    @TempDir
    Path folder;

    private final List<AutoCloseable> open = new ArrayList<>();
    private int door;

    @AfterEach
    void close() throws Exception {
        for (AutoCloseable each : open.reversed()) {
            each.close();
        }
    }

    private DatagramSocket socket() throws IOException {
        DatagramSocket socket = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        open.add(socket);
        return socket;
    }

    private TestStream start(DatagramSocket upstream, String rest) throws Exception {
        try (DatagramSocket free = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))) {
            door = free.getLocalPort();
        }
        TestStream stream = TestStream.start(folder, "server { listen 127.0.0.1:" + door + " udp; proxy_pass 127.0.0.1:"
                + upstream.getLocalPort() + "; " + rest + " }");
        open.add(stream);
        return stream;
    }

    private static void send(DatagramSocket from, String text, SocketAddress to) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
        from.send(new DatagramPacket(bytes, bytes.length, to));
    }

    private void ask(DatagramSocket client, String text) throws IOException {
        send(client, text, new InetSocketAddress(InetAddress.getLoopbackAddress(), door));
    }

    /** Answers once. */
    private static DatagramPacket receive(DatagramSocket at) throws IOException {
        DatagramPacket packet = new DatagramPacket(new byte[2048], 2048);
        at.receive(packet);
        return packet;
    }

    private static String text(DatagramPacket packet) {
        return new String(packet.getData(), 0, packet.getLength(), StandardCharsets.ISO_8859_1);
    }

    @Test
    void aSessionLastsForSeveralDatagramsOfOneClient() throws Exception {
        DatagramSocket upstream = socket();
        start(upstream, "");
        DatagramSocket client = socket();
        SocketAddress gateway = null;
        for (int i = 0; i < 5; i++) {
            ask(client, "question " + i);
            DatagramPacket question = receive(upstream);
            assertEquals("question " + i, text(question));
            assertEquals(gateway == null ? question.getSocketAddress() : gateway, question.getSocketAddress());
            gateway = question.getSocketAddress();
            send(upstream, "answer " + i, gateway);
            assertEquals("answer " + i, text(receive(client)));
        }
    }

    @Test
    void clientsHaveSessionsOfTheirOwn() throws Exception {
        DatagramSocket upstream = socket();
        start(upstream, "");
        DatagramSocket one = socket();
        DatagramSocket other = socket();
        ask(one, "one");
        SocketAddress first = receive(upstream).getSocketAddress();
        ask(other, "other");
        SocketAddress second = receive(upstream).getSocketAddress();
        assertNotEquals(first, second);
        send(upstream, "to one", first);
        send(upstream, "to other", second);
        assertEquals("to one", text(receive(one)));
        assertEquals("to other", text(receive(other)));
    }

    @Test
    void aSessionIsOverWhenItsAnswersHaveCome() throws Exception {
        DatagramSocket upstream = socket();
        start(upstream, "proxy_responses 1;");
        DatagramSocket client = socket();
        ask(client, "a");
        DatagramPacket first = receive(upstream);
        send(upstream, "A", first.getSocketAddress());
        assertEquals("A", text(receive(client)));
        ask(client, "b");
        assertNotEquals(first.getSocketAddress(), receive(upstream).getSocketAddress());
    }

    @Test
    void afterSoManyRequestsAnotherSessionBegins() throws Exception {
        DatagramSocket upstream = socket();
        start(upstream, "proxy_requests 2;");
        DatagramSocket client = socket();
        ask(client, "1");
        SocketAddress first = receive(upstream).getSocketAddress();
        ask(client, "2");
        assertEquals(first, receive(upstream).getSocketAddress());
        ask(client, "3");
        assertNotEquals(first, receive(upstream).getSocketAddress());
        send(upstream, "late", first);
        assertEquals("late", text(receive(client)));
    }

    @Test
    void aDatagramOfNoBytesIsOne() throws Exception {
        DatagramSocket upstream = socket();
        start(upstream, "proxy_responses 1;");
        DatagramSocket client = socket();
        ask(client, "");
        DatagramPacket nothing = receive(upstream);
        assertEquals("", text(nothing));
        send(upstream, "", nothing.getSocketAddress());
        assertEquals("", text(receive(client)));
    }
}
