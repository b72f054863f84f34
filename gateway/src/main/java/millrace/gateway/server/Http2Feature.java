package millrace.gateway.server;

import millrace.gateway.config.ConfigException;
import millrace.gateway.config.Context;
import millrace.gateway.config.Feature;
import millrace.gateway.config.Registry;
import millrace.gateway.config.Statement;
import millrace.gateway.config.Values;

/** HTTP/2 with clients: nginx's module of that name. */
public final class Http2Feature implements Feature {
    private static final Context[] ALL = {Context.HTTP, Context.SERVER, Context.LOCATION};
    private static final Context[] SERVERS = {Context.HTTP, Context.SERVER};

    @Override
    public void register(Registry registry) {
        registry.directive("http2", SERVERS)
                .since("1.25.1")
                .doc("Whether clients may speak HTTP/2, too: agreed on in the handshake with TLS, else known by its first"
                        + " bytes; off.")
                .flag(Http2Settings.KEY, (s, on) -> s.on = on);
        registry.directive("http2_max_concurrent_streams", SERVERS)
                .since("1.9.5")
                .doc("How many requests of a connection may be at work at once; 128.")
                .number(Http2Settings.KEY, (s, number) -> s.streams = number);
        registry.directive("http2_chunk_size", ALL)
                .since("1.9.5")
                .doc("How much of a body is in one frame at most, so that streams take turns; 8k.")
                .size(Http2Settings.KEY, (s, bytes) -> s.chunkBytes = bytes);
        registry.directive("http2_body_preread_size", SERVERS)
                .since("1.11.0")
                .doc("How much of a request's body may come before anybody reads it; 64k.")
                .size(Http2Settings.KEY, (s, bytes) -> s.bodyBytes = bytes);
        for (String each : new String[] {"http2_recv_buffer_size", "http2_pool_size", "http2_streams_index_size"}) {
            registry.directive(each, SERVERS)
                    .doc("Nothing: a loop has one buffer for all it reads, and memory of streams is used again.")
                    .args(1, 1)
                    .set((scope, s) -> Values.size(s, s.arg(0)));
        }
        obsolete(registry);
    }

    private static void obsolete(Registry registry) {
        replaced(registry, "http2_recv_timeout", "client_header_timeout");
        replaced(registry, "http2_idle_timeout", "keepalive_timeout");
        replaced(registry, "http2_max_requests", "keepalive_requests");
        replaced(registry, "http2_max_field_size", "large_client_header_buffers");
        replaced(registry, "http2_max_header_size", "large_client_header_buffers");
        for (String push : new String[] {"http2_push", "http2_push_preload", "http2_max_concurrent_pushes"}) {
            registry.directive(push, ALL)
                    .doc("Nothing, but a warning: browsers have given up server push.")
                    .args(1, 1)
                    .repeated()
                    .set((scope, s) -> scope.configuration().warn(s.place(), obsolete(s) + ", ignored"));
        }
    }

    private static void replaced(Registry registry, String name, String by) {
        registry.directive(name, SERVERS)
                .doc("Nothing, but a warning: `" + by + "` counts.")
                .args(1, 1)
                .set((scope, s) -> scope.configuration().warn(s.place(), obsolete(s) + ", use the \"" + by
                        + "\" directive instead"));
    }

    private static String obsolete(Statement s) throws ConfigException {
        return "the \"" + s.name() + "\" directive is obsolete";
    }
}
