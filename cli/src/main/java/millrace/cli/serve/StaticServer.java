package millrace.cli.serve;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import millrace.http.HttpException;
import millrace.http.HttpServer;
import millrace.http.Request;
import millrace.http.Response;
import millrace.http.ServerOptions;
import millrace.loop.pool.IoPool;
import millrace.loop.pool.Lane;
import millrace.loop.pool.LaneOptions;
import millrace.offload.file.AsyncFiles;
import millrace.offload.file.FileStream;

/**
 * Serves a folder over HTTP, as a worker of the manager. The disk is asked off the loop. What it serves comes in its
 * environment, since others may read arguments: {@code MILLRACE_SERVE_PATH}, {@code _PORT}, {@code _SPA},
 * {@code _BASIC_AUTH_USERNAME} and {@code _BASIC_AUTH_PASSWORD}.
 */
public final class StaticServer {
    private static final String PREFIX = "MILLRACE_SERVE_";

    private final WebFolder folder;
    private final BasicAuth auth;
    private final Lane lane = IoPool.shared().lane("serve", LaneOptions.defaults());
    private final AsyncFiles files = new AsyncFiles(lane);

    StaticServer(WebFolder folder, BasicAuth auth) {
        this.folder = folder;
        this.auth = auth;
    }

    public static void main(String[] args) throws IOException {
        Path root = Path.of(setting("PATH", "."));
        String name = setting("BASIC_AUTH_USERNAME", "");
        BasicAuth auth = name.isEmpty() ? null : new BasicAuth(name, setting("BASIC_AUTH_PASSWORD", ""));
        StaticServer server = new StaticServer(WebFolder.of(root, setting("SPA", "").equals("true")), auth);
        int port = Integer.parseInt(setting("PORT", "8080"));
        HttpServer.listen(new InetSocketAddress(port), ServerOptions.DEFAULT, server::handle);
        System.out.println("Exposing " + server.folder.root() + " directory on port " + port);
    }

    /** Process files that PM2 reads say it with PM2's prefix. */
    private static String setting(String name, String otherwise) {
        return System.getenv().getOrDefault(PREFIX + name, System.getenv().getOrDefault("PM2_SERVE_" + name, otherwise));
    }

    void handle(Request request, Response response) throws HttpException {
        if (auth != null && !auth.admits(request.header("Authorization"))) {
            response.status(401).header("WWW-Authenticate", "Basic realm=\"Authentication\", charset=\"UTF-8\"")
                    .send("a name and a password are needed\n");
            return;
        }
        if (!request.method().equals("GET") && !request.method().equals("HEAD")) {
            throw new HttpException(405, "GET or HEAD");
        }
        String path = request.path();
        String relative = WebPath.relative(path);
        lane.submit(() -> folder.find(relative, path.endsWith("/"))).whenComplete((found, failure) -> {
            if (failure != null) {
                response.fail(failure);
            } else if (found.toFolder()) {
                response.status(301).header("Location", "/" + path.replaceAll("^/+", "") + "/").send();
            } else if (found.file() == null) {
                response.fail(new HttpException(found.status(), "not found"));
            } else {
                send(found, response);
            }
        });
    }

    private void send(WebFolder.Found found, Response response) {
        files.open(found.file()).whenComplete((stream, failure) -> {
            if (failure != null) {
                response.fail(failure);
            } else {
                send(found, stream, response);
            }
        });
    }

    private static void send(WebFolder.Found found, FileStream stream, Response response) {
        response.status(found.status())
                .header("Content-Type", ContentTypes.of(found.file().getFileName().toString()))
                .length(stream.length());
        if (response.isBodiless()) {
            stream.close();
            response.send();
        } else {
            response.send(stream);
        }
    }
}
