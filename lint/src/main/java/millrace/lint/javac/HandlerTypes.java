package millrace.lint.javac;

import java.util.List;
import java.util.Map;
import java.util.Set;

/** What runs on an event loop, and what runs elsewhere, by the names of types and methods. */
final class HandlerTypes {
    /** Methods that an event loop calls for each request or message, by the type that declares them. */
    private static final Map<String, Set<String>> METHODS = Map.of(
            "millrace.http.Handler", Set.of("handle"),
            "io.netty.channel.ChannelInboundHandler",
                    Set.of("channelRead", "channelReadComplete", "channelActive", "userEventTriggered"),
            "io.netty.channel.ChannelInboundHandlerAdapter",
                    Set.of("channelRead", "channelReadComplete", "channelActive", "userEventTriggered"),
            "io.netty.channel.ChannelDuplexHandler", Set.of("channelRead", "channelReadComplete", "write"),
            "io.netty.channel.SimpleChannelInboundHandler", Set.of("channelRead0", "messageReceived"),
            "io.netty.handler.codec.ByteToMessageDecoder", Set.of("decode"),
            "io.undertow.server.HttpHandler", Set.of("handleRequest"));
    /** Vert.x has one type for handlers of everything; these arguments make it one of requests. */
    private static final Set<String> REQUESTS = Set.of("RoutingContext", "HttpServerRequest", "ServerWebSocket", "Message");
    /** Without its types: how Vert.x calls the methods that take a handler. */
    private static final Set<String> REGISTERING = Set.of("handler", "requestHandler", "failureHandler", "webSocketHandler",
            "respond");
    /** Parameters that show a handler, whoever registers it. */
    private static final List<List<String>> PARAMETERS = List.of(
            List.of("millrace.http.Request", "millrace.http.Response"), List.of("io.vertx.ext.web.RoutingContext"));

    private static final String LOOP = "millrace.loop.EventLoop";
    private static final Set<String> POOLS = Set.of("java.util.concurrent.Executor", "millrace.loop.pool.Lane",
            "millrace.loop.pool.WorkerPool", "millrace.loop.pool.CpuPool", "millrace.loop.pool.IoPool",
            "millrace.http.jdk.BlockingHandler", "java.lang.Thread", "java.lang.Thread.Builder",
            "java.util.concurrent.ThreadFactory");
    private static final Set<String> STAGES =
            Set.of("java.util.concurrent.CompletableFuture", "java.util.concurrent.CompletionStage");
    private static final Set<String> HANDING_OVER = Set.of("submit", "supplyAsync", "runAsync", "executeBlocking",
            "blockingHandler", "startVirtualThread", "invokeAll");

    private HandlerTypes() {}

    static boolean isHandler(List<String> types, String method) {
        return types.stream().anyMatch(type -> METHODS.getOrDefault(type, Set.of()).contains(method));
    }

    /**
     * Of a lambda or method reference.
     *
     * @param written its type with its arguments
     */
    static boolean isHandlerFunction(List<String> types, String written) {
        if (types.contains("io.vertx.core.Handler")) {
            return REQUESTS.stream().anyMatch(written::contains);
        }
        return types.contains("millrace.http.Handler") || types.contains("io.undertow.server.HttpHandler");
    }

    /** A call that registers its functions, judged by names because types are missing. */
    static boolean registers(List<String> owners, String method, boolean usesVertx) {
        return owners.contains("millrace.http.HttpServer") && method.equals("listen")
                || usesVertx && REGISTERING.contains(method);
    }

    static boolean hasParametersOfHandler(List<String> parameters) {
        return PARAMETERS.contains(parameters);
    }

    /** Whether functions that are given to this call run on another thread. */
    static boolean handsOver(List<String> owners, String method) {
        if (owners.contains(LOOP)) {
            return false;
        }
        return owners.stream().anyMatch(POOLS::contains)
                || owners.stream().anyMatch(STAGES::contains) && method.endsWith("Async")
                || HANDING_OVER.contains(method);
    }
}
