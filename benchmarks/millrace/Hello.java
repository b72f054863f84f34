import java.net.InetSocketAddress;
import millrace.http.HttpServer;
import millrace.http.ServerOptions;

/** Millrace's hello as its users write it: one loop, the server's own defaults. */
public final class Hello {
    public static void main(String[] args) throws Exception {
        InetSocketAddress address = new InetSocketAddress("127.0.0.1", Integer.parseInt(args[0]));
        HttpServer.listen(address, ServerOptions.DEFAULT, (request, response) -> response.send("Hello, World!")).join();
    }
}
