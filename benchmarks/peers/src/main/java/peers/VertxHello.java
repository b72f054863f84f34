package peers;

import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.VerticleBase;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;

/** Vert.x's hello as its users tune it: native transport, one verticle on one event loop, prepared header values. */
public final class VertxHello extends VerticleBase {
    private static final CharSequence PLAIN = HttpHeaders.createOptimized("text/plain");
    private static final CharSequence LENGTH = HttpHeaders.createOptimized("13");
    private static final Buffer BODY = Buffer.buffer("Hello, World!");

    private final int port;
    private CharSequence date;

    private VertxHello(int port) {
        this.port = port;
    }

    public static void main(String[] args) {
        Vertx vertx = Vertx.vertx(new VertxOptions().setPreferNativeTransport(true).setEventLoopPoolSize(1));
        if (!vertx.isNativeTransportEnabled()) {
            throw new IllegalStateException("no native transport", vertx.unavailableNativeTransportCause());
        }
        vertx.deployVerticle(new VertxHello(Integer.parseInt(args[0]))).onFailure(failure -> {
            System.err.println(failure);
            System.exit(1);
        });
    }

    @Override
    public Future<?> start() {
        tick();
        vertx.setPeriodic(1000, timer -> tick());
        return vertx.createHttpServer().requestHandler(this::answer).listen(port, "127.0.0.1");
    }

    private void tick() {
        date = HttpHeaders.createOptimized(
                DateTimeFormatter.RFC_1123_DATE_TIME.format(ZonedDateTime.now(ZoneOffset.UTC)));
    }

    private void answer(HttpServerRequest request) {
        request.response().headers()
                .add(HttpHeaders.CONTENT_TYPE, PLAIN)
                .add(HttpHeaders.CONTENT_LENGTH, LENGTH)
                .add(HttpHeaders.DATE, date);
        request.response().end(BODY);
    }
}
