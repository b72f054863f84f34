package millrace.cli.gateway;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import millrace.gateway.process.Nginx;
import millrace.os.ExitStatus;
import millrace.os.Signal;
import millrace.os.Signals;
import millrace.os.Spawn;

/**
 * What the gateway's start-up cache is made from: a server that proxies to itself, and stops. Run by the launcher after a
 * build: without arguments to be recorded, or with the command that runs it recorded, which is then given the signals as
 * a server has them.
 */
final class GatewayRehearsal {
    private static final int REQUESTS = 20;
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(30);

    private GatewayRehearsal() {}

    public static void main(String[] command) throws IOException {
        if (command.length > 0) {
            try (var child = new Spawn(List.of(command))
                    .blocked(Signal.SIGTERM, Signal.SIGCHLD)
                    .inheritStandard()
                    .start()) {
                ExitStatus status = child.await();
                System.exit(status.code());
            }
        }
        Path folder = Files.createTempDirectory("millrace-rehearsal-");
        int port = freePort();
        int streamPort = freePort();
        Files.writeString(folder.resolve("nginx.conf"), configuration(folder, port, streamPort));
        Files.writeString(folder.resolve("index.html"), "hello\n");
        Thread.ofPlatform().daemon().start(() -> clients(folder, port, streamPort));
        int code = Nginx.run(
                List.of("-p", folder.toString(), "-c", "nginx.conf", "-e", "error.log"), System.out, System.err);
        try (var files = Files.walk(folder)) {
            for (Path file : files.sorted((a, b) -> b.compareTo(a)).toList()) {
                Files.delete(file);
            }
        }
        System.exit(code);
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static String configuration(Path folder, int port, int streamPort) {
        return """
                daemon off;
                worker_processes 1;
                pid nginx.pid;
                error_log error.log notice;
                events { }
                http {
                    access_log access.log;
                    upstream itself { server 127.0.0.1:%d; keepalive 4; }
                    server {
                        listen 127.0.0.1:%d;
                        server_name localhost *.example.org;
                        root %s;
                        location / { proxy_pass http://itself/files/; }
                        location /files/ { alias %s/; add_header X-Rehearsal $uri; }
                        location ~ ^/text/(.*)$ { return 200 "$1"; }
                    }
                }
                stream {
                    log_format line '$remote_addr $status $bytes_sent';
                    access_log stream.log line;
                    upstream http { server 127.0.0.1:%d; }
                    server { listen 127.0.0.1:%d; proxy_pass http; }
                }
                """
                .formatted(port, port, folder, folder, port, streamPort);
    }

    /** Asks until the server serves, and then a while; and stops it. */
    private static void clients(Path folder, int port, int streamPort) {
        long end = System.nanoTime() + PATIENCE_NANOS;
        while (!Files.exists(folder.resolve("nginx.pid")) && System.nanoTime() < end) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
        try {
            for (int i = 0; i < REQUESTS; i++) {
                ask(port, i % 2 == 0 ? "/index.html" : "/text/hello");
                ask(streamPort, "/text/hello");
            }
        } catch (IOException e) {
            System.err.println("the rehearsal's request failed: " + e.getMessage());
        }
        Signals.send((int) ProcessHandle.current().pid(), Signal.SIGTERM);
    }

    private static void ask(int port, String path) throws IOException {
        try (Socket client = new Socket(InetAddress.getLoopbackAddress(), port)) {
            client.getOutputStream()
                    .write(("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")
                            .getBytes(US_ASCII));
            client.getInputStream().readAllBytes();
        }
    }
}
