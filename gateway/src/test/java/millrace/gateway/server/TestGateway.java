package millrace.gateway.server;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import millrace.gateway.Features;
import millrace.gateway.config.Configuration;
import millrace.gateway.config.Feature;
import millrace.gateway.config.Registry;
import millrace.gateway.config.Source;
import millrace.gateway.log.LogFiles;
import millrace.loop.PollerKind;

/** A gateway of one loop and one server on a Unix socket, in this process. */
public record TestGateway(Gateway gateway, Path socket) implements AutoCloseable {
    /**
     * @param server what stands in the server's block
     * @param http what stands around it
     * @param features of the test's own, which come before all others
     */
    public static TestGateway start(Path folder, String server, String http, Feature... features) throws Exception {
        Path socket = Files.createTempDirectory(folder, "gateway").resolve("socket");
        String text = "events {} error_log " + folder.resolve("error.log") + " debug; http { " + http + " server { listen unix:"
                + socket + "; " + server + " } }";
        List<Feature> all = new ArrayList<>(List.of(features));
        all.addAll(Features.all());
        Registry registry = Registry.of(all);
        Configuration configuration = Configuration.read(registry, Source.ofText(folder, text));
        LogFiles.of(configuration).open(folder.resolve("error.log"), trouble -> {
            throw new AssertionError(trouble);
        });
        return new TestGateway(Gateway.open(configuration, PollerKind.EPOLL_ET, 1, Map.of()), socket);
    }

    /** All that comes back until the gateway closes. */
    public static String ask(Path socket, String request) throws IOException {
        try (SocketChannel channel = connect(socket)) {
            channel.write(ByteBuffer.wrap(request.getBytes(StandardCharsets.ISO_8859_1)));
            ByteBuffer answer = ByteBuffer.allocate(1 << 20);
            while (channel.read(answer) >= 0) {
                assertTrue(answer.hasRemaining());
            }
            return new String(answer.array(), 0, answer.position(), StandardCharsets.ISO_8859_1);
        }
    }

    public static SocketChannel connect(Path socket) throws IOException {
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        channel.connect(UnixDomainSocketAddress.of(socket));
        return channel;
    }

    /** The answer to a GET of HTTP/1.0 with these field lines, each with its end. */
    public String get(String path, String fields) throws IOException {
        return ask(socket, "GET " + path + " HTTP/1.0\r\n" + fields + "\r\n");
    }

    @Override
    public void close() {
        gateway.abort();
        gateway.close();
    }
}
