package millrace.gateway.stream;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Client and upstream of a gateway's stream, by Unix sockets in a folder. */
final class UnixEnds implements AutoCloseable {
    private final Path folder;
    private final List<AutoCloseable> open = new ArrayList<>();
    private final ServerSocketChannel upstream;

    UnixEnds(Path folder) throws IOException {
        this.folder = folder;
        upstream = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        open.add(upstream);
        upstream.bind(UnixDomainSocketAddress.of(folder.resolve("up")));
    }

    /**
     * @param server what stands in the server's block
     * @param around what stands around it
     */
    TestStream start(String server, String around) throws Exception {
        return startBlocks(TestStream.block(text(server, around)));
    }

    TestStream startBlocks(String blocks) throws Exception {
        TestStream started = TestStream.startBlocks(folder, blocks);
        open.add(started);
        return started;
    }

    String text(String server, String around) {
        return around + " server { listen unix:" + folder.resolve("door") + "; " + server + " }";
    }

    String pass() {
        return "proxy_pass unix:" + folder.resolve("up") + ";";
    }

    SocketChannel connect() throws IOException {
        return connect("door");
    }

    SocketChannel connect(String door) throws IOException {
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        open.add(channel);
        channel.connect(UnixDomainSocketAddress.of(folder.resolve(door)));
        return channel;
    }

    SocketChannel accepted() throws IOException {
        SocketChannel channel = upstream.accept();
        open.add(channel);
        return channel;
    }

    static void send(SocketChannel to, String text) throws IOException {
        send(to, text.getBytes(StandardCharsets.ISO_8859_1));
    }

    static void send(SocketChannel to, byte[] all) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(all);
        while (bytes.hasRemaining()) {
            to.write(bytes);
        }
    }

    /** So many bytes, or less at the end. */
    static String receive(SocketChannel from, int length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(length);
        while (bytes.hasRemaining() && from.read(bytes) >= 0) {
            assertTrue(bytes.position() > 0);
        }
        return new String(bytes.array(), 0, bytes.position(), StandardCharsets.ISO_8859_1);
    }

    @Override
    public void close() throws Exception {
        for (AutoCloseable each : open.reversed()) {
            each.close();
        }
    }
}
