package millrace.gateway.proxy;

import java.net.InetAddress;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import millrace.gateway.balance.ResolverSettings;
import millrace.loop.EventLoop;
import millrace.offload.dns.Answer;
import millrace.offload.dns.Dns;

/** One loop's clients of name servers: one for each {@code resolver} that differs. For the loop's own thread only. */
final class Resolvers {
    private final EventLoop events;
    private final Map<ResolverSettings.Resolver, Dns> clients = new HashMap<>();

    Resolvers(EventLoop events) {
        this.events = events;
    }

    /** Addresses of a name, from those servers or what they have said before. */
    CompletionStage<Answer<InetAddress>> lookup(ResolverSettings.Resolver resolver, String host) {
        return clients.computeIfAbsent(resolver, r -> Dns.open(events, r.options())).lookup(host);
    }
}
