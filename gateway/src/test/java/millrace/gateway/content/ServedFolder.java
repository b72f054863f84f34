package millrace.gateway.content;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import millrace.gateway.Features;
import millrace.gateway.config.Configuration;
import millrace.gateway.config.Registry;
import millrace.gateway.config.Source;
import millrace.gateway.server.Gateway;
import millrace.loop.PollerKind;

/** A gateway that serves a folder, and a client of it. */
public final class ServedFolder implements AutoCloseable {
    private final Path folder;
    private final Path socket;
    private final Gateway gateway;

    /**
     * @param http lines of the block {@code http}
     * @param server lines of the block {@code server}
     */
    public ServedFolder(Path folder, String http, String server) throws Exception {
        this.folder = folder;
        socket = folder.resolve("socket");
        String text = "events {} error_log stderr crit; http { access_log off; root " + folder + "; " + http
                + " server { listen unix:" + socket + "; " + server + " } }";
        Configuration read = Configuration.read(Registry.of(Features.all()), Source.ofText(folder, text));
        gateway = Gateway.open(read, PollerKind.EPOLL_ET, 1, Map.of());
    }

    public ServedFolder file(String name, String content) throws Exception {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, content, StandardCharsets.ISO_8859_1);
        return this;
    }

    /** The reply to {@code GET path} with further field lines, each with {@code \n} at its end. */
    public String get(String path, String... fields) throws Exception {
        return ask("GET", path, fields);
    }

    public String ask(String method, String path, String... fields) throws Exception {
        StringBuilder request = new StringBuilder(method + " " + path + " HTTP/1.1\r\nHost: a\r\nConnection: close\r\n");
        for (String each : fields) {
            request.append(each).append("\r\n");
        }
        return talk(request + "\r\n");
    }

    public String talk(String request) throws Exception {
        try (SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            channel.connect(UnixDomainSocketAddress.of(socket));
            channel.write(ByteBuffer.wrap(request.getBytes(StandardCharsets.ISO_8859_1)));
            ByteBuffer answer = ByteBuffer.allocate(4 << 20);
            while (channel.read(answer) >= 0) {
                assertTrue(answer.hasRemaining());
            }
            return new String(answer.array(), 0, answer.position(), StandardCharsets.ISO_8859_1);
        }
    }

    public static int status(String reply) {
        return Integer.parseInt(reply.substring(9, 12));
    }

    public static String body(String reply) {
        return reply.substring(reply.indexOf("\r\n\r\n") + 4);
    }

    /** A field's value, or the empty text. */
    public static String field(String reply, String name) {
        for (String line : reply.substring(0, reply.indexOf("\r\n\r\n")).split("\r\n")) {
            if (line.startsWith(name + ": ")) {
                return line.substring(name.length() + 2);
            }
        }
        return "";
    }

    @Override
    public void close() {
        gateway.abort();
        gateway.close();
    }
}
