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
import java.util.concurrent.CompletionStage;
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
import millrace.gateway.port.Door;
import millrace.gateway.server.Gateway;
import millrace.loop.EventLoop;
import millrace.os.Descriptor;
import millrace.os.Errno;
import millrace.os.OsException;
import millrace.os.Socket;

/**
 * The gateway before the workers of one port. Its configuration is text as any other; workers come and go in its upstream.
 * What an app serves without a gate it serves with one: heads may be as long as programs take and send them, who says no
 * host is given one, as HTTP/1.1 needs it, and what a proxy before us says of the scheme is believed.
 */
final class WorkerGate implements Gate {
    private static final String CONFIGURATION = """
            events {}
            error_log stderr error;
            http {
                access_log off;
                client_max_body_size 0;
                large_client_header_buffers 4 64k;
                client_body_temp_path %1$s;
                proxy_temp_path %2$s;
                map $http_upgrade $gate_connection {
                    default upgrade;
                    ''      '';
                }
                map $http_host $gate_host {
                    default $http_host;
                    ''      localhost;
                }
                map $http_x_forwarded_proto $gate_scheme {
                    default $http_x_forwarded_proto;
                    ''      $scheme;
                }
                upstream workers {
                    least_conn;
                    server unix:/worker max_fails=0;
                    queue 65535 timeout=60s;
                    keepalive 256;
                }
                server {
                    listen %3$s;
                    location / {
                        proxy_pass http://workers;
                        proxy_http_version 1.1;
                        proxy_buffer_size 64k;
                        proxy_pass_header Server;
                        proxy_pass_header Date;
                        proxy_set_header Host $gate_host;
                        proxy_set_header Upgrade $http_upgrade;
                        proxy_set_header Connection $gate_connection;
                        proxy_set_header X-Real-IP $remote_addr;
                        proxy_set_header X-Forwarded-For $proxy_add_x_forwarded_for;
                        proxy_set_header X-Forwarded-Proto $gate_scheme;
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
        return open(loop, descriptor, Path.of(System.getProperty("java.io.tmpdir")));
    }

    /** @param parent where a folder is made for bodies and answers that are too large for memory */
    static WorkerGate open(EventLoop loop, int descriptor, Path parent) throws OsException {
        SocketAddress socket = Socket.localAddress(descriptor);
        Path folder = null;
        Configuration configuration;
        try {
            folder = Files.createTempDirectory(parent, "millrace-gate-" + ProcessHandle.current().pid() + "-");
            configuration = configuration(folder, words(socket));
        } catch (IOException | ConfigException e) {
            Descriptor.close(descriptor);
            throw failed(parent, folder, e);
        }
        Group group = Upstreams.of(configuration).named("workers").group();
        group.resolved(0, List.of());
        try {
            return new WorkerGate(folder, group, Gateway.on(loop, configuration, Map.of(Door.of(socket), descriptor)));
        } catch (ConfigException e) {
            // The gateway has closed the descriptor.
            throw failed(parent, folder, e);
        } catch (OsException e) {
            remove(folder);
            throw e;
        }
    }

    private static OsException failed(Path parent, Path folder, Exception cause) {
        if (folder != null) {
            remove(folder);
        }
        Errno errno = cause instanceof ConfigException ? Errno.EINVAL : Errno.EACCES;
        String action = "open the gate before the workers, with its files in " + parent + " (" + cause.getMessage() + ")";
        return (OsException) new OsException(action, errno.number()).initCause(cause);
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

    private static Configuration configuration(Path folder, String address) throws ConfigException, IOException {
        String body = quoted(folder.resolve("body").toString());
        String proxy = quoted(folder.resolve("proxy").toString());
        // What else it might want a file for is none of this folder's: its name may have a "$" in it.
        Source source = Source.ofText(Path.of("/"), CONFIGURATION.formatted(body, proxy, address));
        Configuration read = Configuration.read(Registry.of(Features.all()), source);
        LogFiles.of(read).open(null, text -> System.getLogger("millrace.gateway").log(Level.WARNING, text));
        return read;
    }

    /** The workers are what the one server of the group stands for, as the addresses of a name would be. */
    @Override
    public void workers(List<? extends SocketAddress> addresses) {
        group.resolved(0, addresses.stream().map(each -> Endpoint.of(each)).toList());
    }

    @Override
    public CompletionStage<Void> close() {
        return gateway.quit().thenRun(() -> remove(folder));
    }

    @Override
    public void abort() {
        gateway.abort();
    }

    private static void remove(Path folder) {
        try (Stream<Path> all = Files.walk(folder)) {
            all.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
        } catch (IOException e) {
            System.getLogger("millrace.gateway").log(Level.DEBUG, "remove " + folder, e);
        }
    }
}
