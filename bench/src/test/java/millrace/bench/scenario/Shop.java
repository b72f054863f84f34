package millrace.bench.scenario;

import java.io.IOException;
import java.util.Collection;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicLong;
import millrace.http.HttpServer;
import millrace.http.Request;
import millrace.http.Response;

/** A small server with a log-in, a session by cookie and one by token; remembers all that it was asked. */
final class Shop implements AutoCloseable {
    private final HttpServer server;
    final Queue<String> asked = new ConcurrentLinkedQueue<>();
    final Queue<String> bodies = new ConcurrentLinkedQueue<>();
    final Collection<String> sessions = ConcurrentHashMap.newKeySet();
    private final ConcurrentMap<String, AtomicLong> counts = new ConcurrentHashMap<>();
    private final AtomicLong numbers = new AtomicLong();

    Shop() throws IOException {
        server = HttpServer.listen(0, this::serve);
    }

    private void serve(Request request, Response response) {
        asked.add(request.target());
        counts.computeIfAbsent(request.path(), _ -> new AtomicLong()).incrementAndGet();
        switch (request.path()) {
            case "/login" -> request.text().thenAccept(body -> {
                bodies.add(request.header("Content-Type") + " " + body);
                long number = numbers.incrementAndGet();
                response.header("Set-Cookie", "session=s" + number + "; Path=/; HttpOnly")
                        .header("X-Number", Long.toString(number))
                        .header("Content-Type", "application/json")
                        .send("{\"ok\":true,\"session\":{\"tokens\":[\"t " + number + "\"],\"number\":" + number + "}}");
            });
            case "/cart" -> {
                String cookie = request.header("Cookie");
                sessions.add(cookie + " " + request.header("Authorization"));
                response.status(cookie == null ? 403 : 200).send("total: 42");
            }
            case "/missing" -> response.status(404).send("nothing");
            case "/move" -> response.status(302).header("Location", "/").send("");
            default -> response.send("hello");
        }
    }

    long count(String path) {
        AtomicLong count = counts.get(path);
        return count == null ? 0 : count.get();
    }

    String url() {
        return "http://127.0.0.1:" + server.port();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
