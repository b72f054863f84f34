package millrace.gateway.proxy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import millrace.gateway.Features;
import millrace.gateway.config.Configuration;
import millrace.gateway.config.Registry;
import millrace.gateway.config.Source;
import millrace.gateway.log.LogFiles;
import millrace.gateway.server.Gateway;
import millrace.http.Handler;
import millrace.http.HttpServer;
import millrace.http.ServerOptions;
import millrace.loop.PollerKind;

/** A gateway with all its features, and upstreams for it. */
final class ProxyFixture implements AutoCloseable {
    private final Path folder;
    private final Path socket;
    private final Gateway gateway;
    private final Queue<String> troubles = new ConcurrentLinkedQueue<>();

    /** @param http lines of the block {@code http}; {@code LISTEN} stands for where the fixture asks */
    ProxyFixture(Path folder, String http) throws Exception {
        this(folder, 1, http);
    }

    ProxyFixture(Path folder, int loops, String http) throws Exception {
        this.folder = folder;
        socket = folder.resolve("socket");
        gateway = Gateway.open(configuration(http), PollerKind.EPOLL_ET, loops, Map.of());
    }

    private Configuration configuration(String http) throws Exception {
        String text = "error_log " + folder.resolve("error.log") + " info; events {} http { access_log off; "
                + http.replace("LISTEN", "listen unix:" + socket) + " }";
        Registry registry = Registry.of(Features.all());
        Configuration configuration = Configuration.read(registry, Source.ofText(folder, text));
        LogFiles.of(configuration).open(folder.resolve("error.log"), troubles::add);
        if (!troubles.isEmpty()) {
            throw new IllegalStateException(troubles.toString());
        }
        return configuration;
    }

    /** Returns when nothing is served by the configuration before any more. */
    void reload(String http) throws Exception {
        beginReload(http).toCompletableFuture().get(30, TimeUnit.SECONDS);
    }

    /** Completes when nothing is served by the configuration before any more. */
    CompletionStage<?> beginReload(String http) throws Exception {
        return gateway.reload(configuration(http), 0);
    }

    /** An app behind the gateway. */
    static HttpServer app(Handler handler) throws IOException {
        return HttpServer.listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                ServerOptions.DEFAULT, handler);
    }

    static int port(HttpServer server) {
        return server.port();
    }

    Gateway gateway() {
        return gateway;
    }

    SocketChannel connect() throws IOException {
        SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
        channel.connect(UnixDomainSocketAddress.of(socket));
        return channel;
    }

    /** All that comes back until the gateway closes. */
    String ask(String request) throws IOException {
        try (SocketChannel channel = connect()) {
            channel.write(ByteBuffer.wrap(request.getBytes(StandardCharsets.ISO_8859_1)));
            return readAll(channel);
        }
    }

    static String readAll(SocketChannel channel) throws IOException {
        ByteBuffer answer = ByteBuffer.allocate(8 << 20);
        while (channel.read(answer) >= 0) {
            if (!answer.hasRemaining()) {
                throw new IOException("too long an answer");
            }
        }
        return new String(answer.array(), 0, answer.position(), StandardCharsets.ISO_8859_1);
    }

    String get(String path) throws IOException {
        return ask("GET " + path + " HTTP/1.0\r\nHost: localhost\r\n\r\n");
    }

    /** What could not be written into logs. */
    Queue<String> troubles() {
        return troubles;
    }

    String errors() throws IOException {
        Path log = folder.resolve("error.log");
        return Files.exists(log) ? Files.readString(log) : "";
    }

    @Override
    public void close() {
        gateway.abort();
        gateway.close();
    }
}
