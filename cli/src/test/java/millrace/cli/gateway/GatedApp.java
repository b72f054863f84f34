package millrace.cli.gateway;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import millrace.cluster.AppSpec;
import millrace.cluster.Primary;
import millrace.cluster.PrimaryEvents;
import millrace.cluster.ReloadOutcome;
import millrace.cluster.Scheduling;
import millrace.cluster.Worker;
import millrace.loop.EventLoop;
import millrace.loop.PollerKind;
import millrace.os.ExitStatus;

/** An app whose primary has the gateway at hand, and what was told of it. */
final class GatedApp implements PrimaryEvents, AutoCloseable {
    private static final long LONGEST_SECONDS = 60;

    /** With a socket that it inherits: says who it is and whether somebody stands between it and the client. */
    private static final String PYTHON = """
            import os, signal, socket, sys, threading
            from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

            class Page(BaseHTTPRequestHandler):
                protocol_version = "HTTP/1.1"

                def do_GET(self):
                    how = "gate" if self.headers["X-Real-IP"] else "direct"
                    body = b"x" * (4 << 20) if self.path == "/big" else f"{how} {os.getpid()}".encode()
                    self.send_response(200)
                    self.send_header("Content-Length", str(len(body)))
                    self.end_headers()
                    self.wfile.write(body)
                    if self.path == "/big":
                        print("sent", flush=True)

                def log_message(self, *arguments):
                    pass

            server = ThreadingHTTPServer(("127.0.0.1", 0), Page, bind_and_activate=False)
            server.socket.close()
            server.socket = socket.fromfd(3, socket.AF_INET, socket.SOCK_STREAM)
            server.socket.setblocking(False)
            for each in (signal.SIGTERM, signal.SIGINT):
                signal.signal(each, lambda *_: threading.Thread(target=server.shutdown).start())
            print("ready", flush=True)
            server.serve_forever()
            """;

    private static final String NODE = """
            require('http').createServer((request, response) => {
              response.end(`${request.headers['x-real-ip'] ? 'gate' : 'direct'} ${process.pid}`);
            }).listen(%d, '127.0.0.1');
            """;

    private final EventLoop loop;
    private final Primary primary;
    private final List<String> events = new ArrayList<>();

    GatedApp(AppSpec spec) throws Exception {
        loop = EventLoop.open("gated", PollerKind.EPOLL);
        loop.start();
        primary = on(() -> Primary.start(loop, spec, this));
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    static InetSocketAddress at(String host, int port) {
        return new InetSocketAddress(InetAddress.ofLiteral(host), port);
    }

    static AppSpec python(InetSocketAddress listen, Scheduling scheduling) {
        return AppSpec.of("python", List.of("/usr/bin/python3", "-c", PYTHON))
                .withProtocol(AppSpec.Protocol.LISTEN_FDS)
                .withListen(listen)
                .withScheduling(scheduling);
    }

    static AppSpec node(Path folder, int port, Scheduling scheduling) throws IOException {
        Path script = Files.writeString(folder.resolve("app.js"), NODE.formatted(port));
        return AppSpec.of("node", List.of("node", script.toString())).withScheduling(scheduling);
    }

    <T> T on(Callable<T> computation) throws Exception {
        return get(loop.submit(computation));
    }

    static <T> T get(CompletionStage<T> stage) throws Exception {
        return stage.toCompletableFuture().get(LONGEST_SECONDS, TimeUnit.SECONDS);
    }

    /** Goes on with another spec: each of these instances is reloaded. */
    List<ReloadOutcome.Kind> reload(AppSpec next) throws Exception {
        List<ReloadOutcome.Kind> outcomes = new ArrayList<>();
        on(() -> {
            primary.spec(next);
            return null;
        });
        for (int number = 0; number < on(() -> primary.instances().size()); number++) {
            int instance = number;
            outcomes.add(get(on(() -> primary.reload(instance))).kind());
        }
        return outcomes;
    }

    CompletionStage<Void> stop() throws Exception {
        return on(primary::stop);
    }

    /** Waits until as many of this kind were told. */
    synchronized void await(int count, String event) throws InterruptedException {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(LONGEST_SECONDS);
        while (events.stream().filter(event::equals).count() < count) {
            long left = deadline - System.nanoTime();
            if (left <= 0) {
                throw new AssertionError("not " + count + " times " + event + " in " + events);
            }
            TimeUnit.NANOSECONDS.timedWait(this, left);
        }
    }

    synchronized void add(String event) {
        events.add(event);
        notifyAll();
    }

    @Override
    public void serving(Worker worker, String wanted, InetSocketAddress at) {
        add("serving");
    }

    @Override
    public void listening(Worker worker, String address) {
        add("listening");
    }

    @Override
    public void exited(Worker worker, ExitStatus status) {
        add("exited");
    }

    @Override
    public void output(Worker worker, Stream stream, byte[] buffer, int offset, int length, boolean endsLine) {
        add(new String(buffer, offset, length, StandardCharsets.UTF_8));
    }

    @Override
    public void close() throws Exception {
        get(stop());
        loop.close();
    }
}
