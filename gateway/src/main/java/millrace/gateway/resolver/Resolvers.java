package millrace.gateway.resolver;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import millrace.gateway.exchange.GatewayLoop;
import millrace.gateway.exchange.StateKey;
import millrace.loop.EventLoop;
import millrace.offload.dns.Answer;
import millrace.offload.dns.Dns;

/** One loop's clients of name servers: one for each {@code resolver} that differs. For the loop's own thread only. */
public final class Resolvers {
    private static final StateKey<Resolvers> KEY = StateKey.create();

    private final EventLoop events;
    private final Map<ResolverSettings.Resolver, Dns> clients = new HashMap<>();

    private Resolvers(EventLoop events) {
        this.events = events;
    }

    public static Resolvers of(GatewayLoop loop) {
        return loop.state(KEY, l -> new Resolvers(l.events()));
    }

    /**
     * Addresses of a name, from those servers alone or what they have said before: the machine's own files do not count, as
     * they do not for nginx. Fails when there is none of either family.
     */
    public CompletionStage<List<InetAddress>> lookup(ResolverSettings.Resolver resolver, String host) {
        Dns dns = clients.computeIfAbsent(resolver, r -> Dns.open(events, r.options()));
        if (!resolver.ipv6()) {
            return dns.resolve4(host).thenApply(Answer::values);
        }
        if (!resolver.ipv4()) {
            return dns.resolve6(host).thenApply(Answer::values);
        }
        CompletableFuture<Answer<InetAddress>> four = dns.resolve4(host).toCompletableFuture();
        CompletableFuture<Answer<InetAddress>> six = dns.resolve6(host).toCompletableFuture();
        return CompletableFuture.allOf(four, six).handle((nothing, failure) -> {
            List<InetAddress> all = new ArrayList<>();
            if (!four.isCompletedExceptionally()) {
                all.addAll(four.join().values());
            }
            if (!six.isCompletedExceptionally()) {
                all.addAll(six.join().values());
            }
            return all.isEmpty() ? four.join().values() : all;
        });
    }
}
