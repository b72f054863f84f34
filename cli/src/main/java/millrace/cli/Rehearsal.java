package millrace.cli;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.List;
import millrace.cli.bench.BenchRehearsal;
import millrace.cli.runtime.RuntimeRehearsal;
import millrace.http.HttpServer;
import millrace.http.jdk.MillraceProvider;
import millrace.http.json.Json;

/**
 * What the start-up cache is made from: a process that goes through what every start goes through, so that the JVM
 * finds those classes loaded and linked the next time. It is a worker that serves requests, and a primary with a worker
 * of its own, in one, because one cache serves both. A first process, which is not recorded, is that worker's primary.
 *
 * <p>Run by the launcher after a build: without arguments to be recorded, or with the command that runs it recorded.
 */
final class Rehearsal {
    private static final int REQUESTS = 20;

    private Rehearsal() {}

    public static void main(String[] args) throws Exception {
        if (args.length > 0) {
            System.exit(RuntimeRehearsal.primaryOf(List.of(args)));
        }
        serve();
        System.exit(RuntimeRehearsal.run());
    }

    /** Once in each style; JSON because its parser is what takes longest to load. */
    private static void serve() throws IOException {
        HttpServer async = HttpServer.listen(0, (request, response) -> response.send("hello\n"));
        ask(async.port());
        BenchRehearsal.run(async.port());
        HttpServer json = HttpServer.listen(0, Json.handler((body, request, response) -> Json.send(response, body)));
        ask(json.port());
        var blocking = new MillraceProvider().createHttpServer(new InetSocketAddress(0), 0);
        blocking.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        blocking.start();
        ask(blocking.getAddress().getPort());
        blocking.stop(0);
        json.close();
        async.close();
    }

    private static void ask(int port) throws IOException {
        byte[] request = ("GET /path?query HTTP/1.1\r\nHost: localhost\r\nUser-Agent: rehearsal\r\nAccept: */*\r\n"
                + "Content-Length: 11\r\n\r\n{\"ids\":[1]}").getBytes(US_ASCII);
        for (int i = 0; i < REQUESTS; i++) {
            try (Socket client = new Socket(InetAddress.getLoopbackAddress(), port)) {
                client.getOutputStream().write(request);
                if (client.getInputStream().read() != 'H') {
                    throw new IOException("no answer to the rehearsal's request");
                }
            }
        }
    }
}
