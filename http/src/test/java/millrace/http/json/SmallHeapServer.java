package millrace.http.json;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.Flow;
import java.util.stream.IntStream;
import millrace.http.Handler;
import millrace.http.HttpServer;
import millrace.http.Request;
import millrace.http.Response;
import millrace.http.ServerOptions;
import millrace.http.codec.Limits;

/** The program that {@link JsonMemoryTest} starts with a small heap. */
final class SmallHeapServer {
    private static final Handler TREE = Json.handler((body, _, response) -> Json.send(response, body));
    private static final Handler LONG_TREE = Json.handler(
            JsonLimits.TREE.withBytes(Long.MAX_VALUE), (body, _, response) -> Json.send(response, body));

    private SmallHeapServer() {}

    public static void main(String[] args) throws Exception {
        ServerOptions options = ServerOptions.DEFAULT.withLimits(Limits.DEFAULT.withBodyBytes(1L << 40));
        HttpServer server = HttpServer.listen(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), options, SmallHeapServer::handle);
        System.out.println(server.port());
        server.join();
    }

    private static void handle(Request request, Response response) throws Exception {
        switch (request.path()) {
            case "/events" -> Json.events(request, JsonLimits.EVENTS).subscribe(new Counter(response));
            case "/small" -> TREE.handle(request, response);
            case "/tree" -> LONG_TREE.handle(request, response);
            default -> Json.send(response, IntStream.range(0, 7_000_000).mapToObj(i -> "element " + i).iterator());
        }
    }

    private static final class Counter implements Flow.Subscriber<JsonEvent> {
        private final Response response;
        private long events;

        Counter(Response response) {
            this.response = response;
        }

        @Override
        public void onSubscribe(Flow.Subscription s) {
            s.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(JsonEvent event) {
            events++;
        }

        @Override
        public void onError(Throwable error) {
            response.fail(error);
        }

        @Override
        public void onComplete() {
            Json.send(response, Map.of("events", events));
        }
    }
}
