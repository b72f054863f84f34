package millrace.http.jdk;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsServer;
import com.sun.net.httpserver.spi.HttpServerProvider;
import java.io.IOException;
import java.net.InetSocketAddress;

/**
 * Puts a program that was written for the JDK's server on Millrace, unchanged: start it with
 * {@code -Dcom.sun.net.httpserver.HttpServerProvider=millrace.http.jdk.MillraceProvider}.
 */
public final class MillraceProvider extends HttpServerProvider {
    /** For the JDK, which calls it by reflection. */
    public MillraceProvider() {}

    @Override
    public HttpServer createHttpServer(InetSocketAddress address, int backlog) throws IOException {
        JdkServer server = new JdkServer();
        if (address != null) {
            server.bind(address, backlog);
        }
        return server;
    }

    /** @throws IOException always */
    @Override
    public HttpsServer createHttpsServer(InetSocketAddress address, int backlog) throws IOException {
        throw new IOException("Millrace does not serve HTTPS yet: put a proxy that does in front of it, or leave out "
                + "-Dcom.sun.net.httpserver.HttpServerProvider for this program");
    }
}
