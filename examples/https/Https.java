import java.net.InetSocketAddress;
import java.nio.file.Path;
import millrace.http.HttpServer;
import millrace.http.ServerOptions;
import millrace.http.ServerTls;

/** HTTPS. Clients that can speak HTTP/2 do, and the handler does not notice. */
void main(String... files) throws Exception {
    ServerTls tls = ServerTls.of(Path.of(files[0]), Path.of(files[1]));
    HttpServer.listen(new InetSocketAddress(8443), ServerOptions.DEFAULT.withTls(tls),
            (request, response) -> response.send("Hello, " + request.remoteAddress() + "\n"));
}
