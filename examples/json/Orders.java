import java.net.InetSocketAddress;
import java.util.Iterator;
import java.util.Map;
import java.util.concurrent.Flow;
import java.util.stream.IntStream;
import millrace.http.Accepts;
import millrace.http.Handler;
import millrace.http.HttpException;
import millrace.http.HttpServer;
import millrace.http.Request;
import millrace.http.Response;
import millrace.http.ServerOptions;
import millrace.http.codec.Limits;
import millrace.http.json.Json;
import millrace.http.json.JsonEvent;
import millrace.http.json.JsonException;
import millrace.http.json.JsonLimits;
import millrace.http.json.JsonNumber;
import millrace.http.json.JsonObject;
import millrace.http.json.JsonValue;

/**
 * JSON in and out, small and large. However large a document is, the loop serves other clients in between, and the memory
 * holds a few kilobytes of it.
 */
public class Orders {
    private static final long LARGEST_BYTES = 1L << 30;

    /** A small document: it is read whole, and what is wrong with it is answered with 400 or 413. */
    private static final Handler ORDER = Accepts.builder()
            .methods("POST")
            .bodyBytes(10_000)
            .handler(Json.handler(Orders::price));

    /** A document of any size: it is read as it comes. */
    private static final Handler TOTAL = Accepts.builder()
            .methods("POST")
            .contentTypes("application/json")
            .handler((request, response) ->
                    Json.events(request, JsonLimits.EVENTS).subscribe(new Total(response)));

    /** An answer of any size: it is made as the client takes it. */
    private static final Handler LIST = Accepts.builder()
            .methods("GET")
            .queryBytes(100)
            .parameter("count", 0, 10_000_000)
            .onlyTheseParameters()
            .handler(Orders::list);

    public static void main(String[] args) throws Exception {
        ServerOptions options = ServerOptions.DEFAULT.withLimits(Limits.DEFAULT.withBodyBytes(LARGEST_BYTES));
        HttpServer.listen(new InetSocketAddress(8080), options, Orders::route);
    }

    private static void route(Request request, Response response) throws Exception {
        Handler handler = switch (request.path()) {
            case "/order" -> ORDER;
            case "/total" -> TOTAL;
            case "/orders" -> LIST;
            default -> throw new HttpException(404, "there are /order, /total and /orders");
        };
        handler.handle(request, response);
    }

    private static void price(JsonValue body, Request request, Response response) throws JsonException {
        if (!(body instanceof JsonObject order)) {
            throw JsonException.invalid("an order is an object");
        }
        long each = order.string("what").equals("duck") ? 250 : 100;
        long count = order.integer("count", 1, 1_000);
        Json.send(response, Map.of("cents", count * each));
    }

    private static void list(Request request, Response response) throws HttpException {
        int count = (int) request.parameters().integer("count", 0, 10_000_000, 10);
        Iterator<Map<String, Object>> orders = IntStream.range(0, count)
                .mapToObj(i -> Map.<String, Object>of("id", i, "what", "duck", "amount", i % 7))
                .iterator();
        Json.send(response, Map.of("orders", orders));
    }

    /** Adds up what every member "amount" says, wherever it stands. */
    private static final class Total implements Flow.Subscriber<JsonEvent> {
        private final Response response;
        private boolean amount;
        private double total;

        Total(Response response) {
            this.response = response;
        }

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            subscription.request(Long.MAX_VALUE); // Who cannot keep up asks for a few at a time.
        }

        @Override
        public void onNext(JsonEvent event) {
            if (amount && event instanceof JsonNumber number) {
                total += number.toDouble();
            }
            amount = event instanceof JsonEvent.Name(String name) && name.equals("amount");
        }

        @Override
        public void onError(Throwable error) {
            response.fail(error);
        }

        @Override
        public void onComplete() {
            Json.send(response, Map.of("total", total));
        }
    }
}
