package millrace.http;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** Servers on free ports of the loopback, and handlers that more than one test needs. */
public final class Servers {
    private Servers() {}

    public static HttpServer start(Handler handler) throws IOException {
        return start(ServerOptions.DEFAULT, handler);
    }

    public static HttpServer start(ServerOptions options, Handler handler) throws IOException {
        return HttpServer.listen(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), options, handler);
    }

    /** Sends the request body back. */
    static void echo(Request request, Response response) {
        request.bytes().whenComplete((bytes, error) -> {
            if (error == null) {
                response.send(bytes);
            } else {
                response.fail(error);
            }
        });
    }
}
