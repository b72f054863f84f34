package millrace.offload.dns;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * A name server on a loopback port, UDP and TCP, that does with questions whatever a test likes. What the behaviour
 * does not answer stays unanswered. Behaviours run on the server's own threads.
 */
final class FakeServer implements AutoCloseable {
    interface Behaviour {
        void onQuery(Query query) throws IOException;
    }

    /** A question as it has arrived. */
    record Query(byte[] bytes, boolean tcp, InetSocketAddress from, Sender sender, DatagramSocket udp) {
        interface Sender {
            void send(byte[] bytes) throws IOException;
        }

        /** The name with the letters as they came. */
        String exactName() {
            StringBuilder name = new StringBuilder();
            for (int at = 12; bytes[at] != 0; at += bytes[at] + 1) {
                name.append(at == 12 ? "" : ".").append(new String(bytes, 0, at + 1, bytes[at]));
            }
            return name.toString();
        }

        String name() {
            return exactName().toLowerCase(Locale.ROOT);
        }

        int type() {
            int at = 12;
            while (bytes[at] != 0) {
                at += bytes[at] + 1;
            }
            return (bytes[at + 1] & 0xff) << 8 | bytes[at + 2] & 0xff;
        }

        boolean hasEdns() {
            return bytes[11] == 1;
        }

        /** An answer to it, to be filled. */
        Reply reply() {
            return new Reply(bytes);
        }

        void send(Reply reply) throws IOException {
            sender.send(reply.bytes());
        }
    }

    private final ServerSocket tcp;
    private final DatagramSocket udp;
    private final List<Query> queries = new CopyOnWriteArrayList<>();
    private volatile Behaviour behaviour;

    FakeServer(Behaviour behaviour) throws IOException {
        this.behaviour = behaviour;
        ServerSocket stream = null;
        DatagramSocket datagrams = null;
        while (datagrams == null) {
            stream = new ServerSocket(0, 50, InetAddress.ofLiteral("127.0.0.1"));
            try {
                datagrams = new DatagramSocket(stream.getLocalSocketAddress());
            } catch (BindException taken) {
                stream.close(); // By somebody's UDP socket: another number then.
            }
        }
        this.tcp = stream;
        this.udp = datagrams;
        thread(this::serveUdp);
        thread(this::serveTcp);
    }

    private interface Serving {
        void run() throws IOException;
    }

    private void thread(Serving serving) {
        Thread thread = new Thread(() -> {
            try {
                serving.run();
            } catch (IOException e) {
                if (!udp.isClosed()) {
                    throw new UncheckedIOException(e);
                }
            }
        }, "fake-dns");
        thread.setDaemon(true);
        thread.start();
    }

    private void serveUdp() throws IOException {
        byte[] buffer = new byte[65536];
        while (true) {
            DatagramPacket packet = new DatagramPacket(buffer, buffer.length);
            udp.receive(packet);
            InetSocketAddress from = (InetSocketAddress) packet.getSocketAddress();
            byte[] bytes = Arrays.copyOf(buffer, packet.getLength());
            Query query = new Query(bytes, false, from, answer -> sendFrom(udp, answer, from), udp);
            queries.add(query);
            behaviour.onQuery(query);
        }
    }

    static void sendFrom(DatagramSocket socket, byte[] answer, InetSocketAddress to) throws IOException {
        socket.send(new DatagramPacket(answer, answer.length, to));
    }

    private void serveTcp() throws IOException {
        while (true) {
            Socket socket = tcp.accept();
            thread(() -> serve(socket));
        }
    }

    private void serve(Socket socket) throws IOException {
        try (socket) {
            DataInputStream input = new DataInputStream(socket.getInputStream());
            DataOutputStream output = new DataOutputStream(socket.getOutputStream());
            byte[] bytes = new byte[input.readUnsignedShort()];
            input.readFully(bytes);
            InetSocketAddress from = (InetSocketAddress) socket.getRemoteSocketAddress();
            Query query = new Query(bytes, true, from, answer -> {
                output.writeShort(answer.length);
                output.write(answer);
            }, udp);
            queries.add(query);
            behaviour.onQuery(query);
            socket.shutdownOutput();
            input.read(); // Until the client has had enough.
        }
    }

    InetSocketAddress address() {
        return (InetSocketAddress) udp.getLocalSocketAddress();
    }

    List<Query> queries() {
        return queries;
    }

    void behave(Behaviour next) {
        behaviour = next;
    }

    @Override
    public void close() throws IOException {
        udp.close();
        tcp.close();
    }
}
