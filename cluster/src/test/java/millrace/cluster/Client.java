package millrace.cluster;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.List;

/** A client that opens a connection, asks once over HTTP, and reads to the end. */
final class Client implements AutoCloseable {
    private final SocketChannel channel;

    private Client(SocketAddress address) throws IOException {
        channel = SocketChannel.open(address);
    }

    static Client connect(int port) throws IOException {
        return connect(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), port));
    }

    static Client connect(SocketAddress address) throws IOException {
        return new Client(address);
    }

    /** The body of the answer on a new connection. */
    static String get(int port) throws IOException {
        try (Client client = connect(port)) {
            return client.ask();
        }
    }

    static String get(SocketAddress address) throws IOException {
        try (Client client = connect(address)) {
            return client.ask();
        }
    }

    /** So many clients on connections of their own, all of whom have asked and wait for their answers. */
    static List<Client> ask(int port, int count) throws IOException {
        List<Client> clients = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Client client = connect(port);
            client.send();
            clients.add(client);
        }
        return clients;
    }

    /** What a UDP server on this machine answers to a datagram. */
    static String askByDatagram(int port) throws IOException {
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.setSoTimeout(30_000);
            byte[] ping = "ping".getBytes(US_ASCII);
            socket.send(new DatagramPacket(ping, ping.length, InetAddress.ofLiteral("127.0.0.1"), port));
            DatagramPacket answer = new DatagramPacket(new byte[100], 100);
            socket.receive(answer);
            return new String(answer.getData(), 0, answer.getLength(), US_ASCII);
        }
    }

    static void close(List<Client> clients) throws IOException {
        for (Client client : clients) {
            client.close();
        }
    }

    String ask() throws IOException {
        send();
        return answer();
    }

    void send() throws IOException {
        channel.write(ByteBuffer.wrap("GET / HTTP/1.1\r\nHost: test\r\nConnection: close\r\n\r\n".getBytes(US_ASCII)));
    }

    String answer() throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(64 * 1024);
        int read = 0;
        while (read >= 0) {
            read = channel.read(buffer);
        }
        String text = new String(buffer.array(), 0, buffer.position(), UTF_8);
        int head = text.indexOf("\r\n\r\n");
        if (head < 0) {
            throw new IOException("no answer, but \"" + text + "\"");
        }
        return text.substring(head + 4).strip();
    }

    /** So many bytes, or fewer when the other side ends before. */
    String read(int bytes) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(bytes);
        int read = 0;
        while (read >= 0 && buffer.hasRemaining()) {
            read = channel.read(buffer);
        }
        return new String(buffer.array(), 0, buffer.position(), US_ASCII);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
