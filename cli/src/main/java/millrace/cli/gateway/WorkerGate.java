package millrace.cli.gateway;

import java.io.File;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import millrace.cluster.Gate;
import millrace.gateway.Features;
import millrace.gateway.balance.Endpoint;
import millrace.gateway.balance.Group;
import millrace.gateway.balance.Upstreams;
import millrace.gateway.config.ConfigException;
import millrace.gateway.config.Configuration;
import millrace.gateway.config.Registry;
import millrace.gateway.config.Source;
import millrace.gateway.log.LogFiles;
import millrace.gateway.server.Gateway;
import millrace.loop.EventLoop;
import millrace.os.Descriptor;
import millrace.os.Errno;
import millrace.os.OsException;
import millrace.os.Socket;

/**
 * The gateway before the workers of one port. Its configuration is text as any other; workers come and go in its upstream.
 */
final class WorkerGate implements Gate {
    private static final String CONFIGURATION = """
            events {}
            error_log stderr error;
            http {
                access_log off;
                client_max_body_size 0;
                client_body_temp_path %1$s/body;
                proxy_temp_path %1$s/proxy;
                map $http_upgrade $gate_connection {
                    default upgrade;
                    ''      '';
                }
                upstream workers {
                    least_conn;
                    server unix:%1$s/worker max_fails=0;
                    queue 65535 timeout=60s;
                    keepalive 256;
                }
                server {
                    listen %2$s;
                    location / {
                        proxy_pass http://workers;
                        proxy_http_version 1.1;
                        proxy_set_header Host $http_host;
                        proxy_set_header Upgrade $http_upgrade;
                        proxy_set_header Connection $gate_connection;
                        proxy_set_header X-Real-IP $remote_addr;
                        proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
                        proxy_set_header X-Forwarded-Proto $scheme;
                        proxy_next_upstream error timeout;
                        proxy_read_timeout 1h;
                        proxy_send_timeout 1h;
                    }
                }
            }
            """;

    private final Path folder;
    private final Group group;
    private final Gateway gateway;

    private WorkerGate(Path folder, Group group, Gateway gateway) {
        this.folder = folder;
        this.group = group;
        this.gateway = gateway;
    }

    static WorkerGate open(EventLoop loop, int descriptor) throws OsException {
        Path folder;
        try {
            folder = Files.createTempDirectory("millrace-gate");
        } catch (IOException e) {
            Descriptor.close(descriptor);
            throw (OsException) new OsException("make a folder for the gate's files", Errno.EACCES.number()).initCause(e);
        }
        SocketAddress socket = Socket.localAddress(descriptor);
        try {
            Configuration configuration = configuration(folder, words(socket));
            Group group = Upstreams.of(configuration).named("workers").group();
            group.resolved(0, List.of());
            return new WorkerGate(folder, group, Gateway.on(loop, configuration, Map.of(socket, descriptor)));
        } catch (ConfigException e) {
            throw new IllegalStateException("the gate's own configuration", e);
        } catch (OsException e) {
            remove(folder); // The gateway has closed the descriptor.
            throw e;
        }
    }

    /** As {@code listen} has it. */
    private static String words(SocketAddress address) {
        return switch (address) {
            case UnixDomainSocketAddress unix -> quoted("unix:" + unix.getPath());
            case InetSocketAddress inet -> {
                String host = inet.getAddress().getHostAddress();
                yield (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + inet.getPort();
            }
            default -> throw new IllegalArgumentException("no address to listen on: " + address);
        };
    }

    private static String quoted(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
    }

    private static Configuration configuration(Path folder, String address) throws ConfigException {
        Source source = Source.ofText(folder, CONFIGURATION.formatted(folder, address));
        Configuration read = Configuration.read(Registry.of(Features.all()), source);
        try {
            LogFiles.of(read).open(null, text -> System.getLogger("millrace.gateway").log(Level.WARNING, text));
        } catch (IOException e) {
            throw new IllegalStateException("standard error is always open", e);
        }
        return read;
    }

    /** The workers are what the one server of the group stands for, as the addresses of a name would be. */
    @Override
    public void workers(List<? extends SocketAddress> addresses) {
        group.resolved(0, addresses.stream().map(each -> Endpoint.of(each)).toList());
    }

    @Override
    public void close() {
        gateway.quit().thenRun(() -> remove(folder));
    }

    private static void remove(Path folder) {
        try (Stream<Path> all = Files.walk(folder)) {
            all.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
        } catch (IOException e) {
            System.getLogger("millrace.gateway").log(Level.DEBUG, "remove " + folder, e);
        }
    }
}
