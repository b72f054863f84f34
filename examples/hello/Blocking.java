import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;

/** The blocking style, on the JDK's own server interface alone: the same file runs with and without Millrace. */
public class Blocking {
    public static void main(String[] args) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(8080), 0);
        server.createContext("/", Blocking::greet);
        server.start();
    }

    private static void greet(HttpExchange exchange) throws IOException {
        byte[] body = ("Hello from " + ProcessHandle.current().pid() + "\n").getBytes();
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }
}
