package millrace.cli;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import millrace.cluster.AppSpec;
import millrace.cluster.Primary;
import millrace.cluster.RestartPolicy;
import millrace.http.HttpServer;
import millrace.loop.EventLoop;
import millrace.loop.PollerKind;

/**
 * What the start-up cache is made from: a process that goes through what every start goes through, so that the JVM
 * finds those classes loaded and linked the next time. It is a worker that serves requests, and a primary with a worker
 * of its own, in one, because one cache serves both. A first process, which is not recorded, is that worker's primary.
 *
 * <p>Run by the launcher after a build: without arguments to be recorded, or with the command that runs it recorded.
 */
final class Rehearsal {
    private static final int REQUESTS = 20;
    private static final int LONGEST_SECONDS = 60;

    private Rehearsal() {}

    public static void main(String[] args) throws Exception {
        if (args.length > 0) {
            System.exit(start(List.of(args)));
        }
        serve();
        System.exit(start(List.of("/bin/sh", "-c", "echo rehearsed")));
    }

    private static void serve() throws IOException {
        HttpServer server = HttpServer.listen(0, (request, response) -> response.send("hello\n"));
        byte[] request = "GET /path?query HTTP/1.1\r\nHost: localhost\r\nUser-Agent: rehearsal\r\nAccept: */*\r\n\r\n"
                .getBytes(US_ASCII);
        for (int i = 0; i < REQUESTS; i++) {
            try (Socket client = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
                client.getOutputStream().write(request);
                if (client.getInputStream().read() != 'H') {
                    throw new IOException("no answer to the rehearsal's request");
                }
            }
        }
        server.close();
    }

    /** A primary with a worker that ends by itself. */
    private static int start(List<String> command) throws IOException, Failure {
        StartOptions options = PlainArguments.read(List.of("app.sh", "-i", "1"), List.of());
        AppSpec app = AppSpec.of(options.app(), command)
                .withInstances(Cores.instances(options.instances(), 1))
                .withRestart(RestartPolicy.DEFAULT.withMaxEarlyDeaths(0).withFinalExitCodes(Set.of(0)))
                .withDirectory(Path.of("/"));
        try (Output output = Output.to(OutputStream.nullOutputStream());
                EventLoop loop = EventLoop.open("primary", PollerKind.EPOLL);
                var _ = StopSignals.on(loop, signal -> loop.stop())) {
            Announcements announcements = new Announcements(app, output);
            announcements.onEnd(loop::stop);
            announcements.starting(app, PollerKind.EPOLL);
            Primary primary = Primary.start(loop, app, announcements);
            loop.schedule(() -> primary.stop().thenRun(loop::stop), LONGEST_SECONDS, TimeUnit.SECONDS);
            loop.run();
            return announcements.exitCode();
        }
    }
}
