import java.net.InetSocketAddress;
import java.time.Duration;
import millrace.http.HttpServer;
import millrace.http.ServerOptions;
import millrace.http.ServerOptions.Timeouts;

/** A small answer and a large one; who takes nothing of it is given up after 3 s, so that a flood of ten sees it. */
public final class Flooded {
    private static final byte[] LARGE = new byte[2_000_000];

    public static void main(String[] args) throws Exception {
        InetSocketAddress address = new InetSocketAddress("127.0.0.1", Integer.parseInt(args[0]));
        Timeouts usual = Timeouts.DEFAULT;
        ServerOptions options = ServerOptions.DEFAULT
                .withTimeouts(new Timeouts(usual.idle(), usual.head(), usual.body(), Duration.ofSeconds(3)));
        HttpServer.listen(address, options, (request, response) -> {
            if (request.pathIs("/large")) {
                response.send(LARGE);
            } else {
                response.send("Hello, World!");
            }
        }).join();
    }
}
