package millrace.gateway.proxy;

import java.util.ArrayDeque;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.function.Function;
import millrace.gateway.exchange.Exchange;
import millrace.gateway.exchange.GatewayLoop;
import millrace.gateway.exchange.StateKey;

/** What one loop has for proxying: requests that can be used again, and idle connections. For the loop's thread only. */
final class ProxyLoop {
    /** Of one exchange: its request at an upstream. */
    static final StateKey<UpstreamRequest> REQUEST = StateKey.create();

    private static final StateKey<ProxyLoop> KEY = StateKey.create();
    private static final Function<GatewayLoop, ProxyLoop> NEW = ProxyLoop::new;
    private static final int MOST_SPARE = 256;

    private final GatewayLoop loop;
    private final Resolvers resolvers;
    private final ArrayDeque<UpstreamRequest> spare = new ArrayDeque<>();
    private final Map<Object, IdleConnections> idle = new IdentityHashMap<>();

    private ProxyLoop(GatewayLoop loop) {
        this.loop = loop;
        this.resolvers = new Resolvers(loop.events());
    }

    static ProxyLoop of(GatewayLoop loop) {
        return loop.state(KEY, NEW);
    }

    GatewayLoop loop() {
        return loop;
    }

    Resolvers resolvers() {
        return resolvers;
    }

    long nowNanos() {
        return loop.events().nowNanos();
    }

    /** The upstream request of an exchange: the one that it had before an internal redirect, or another one. */
    UpstreamRequest request(Exchange x) {
        UpstreamRequest known = x.state(REQUEST);
        if (known == null) {
            known = spare.poll();
            if (known == null) {
                known = new UpstreamRequest(this);
            }
            x.state(REQUEST, known);
            x.attachments().atEnd(known);
        }
        return known;
    }

    void giveBack(UpstreamRequest request) {
        if (spare.size() < MOST_SPARE) {
            spare.push(request);
        }
    }

    /** The idle connections that requests to a target may use. */
    IdleConnections idle(PassTarget target) {
        IdleConnections known = idle.get(target.idleKey);
        if (known == null) {
            known = new IdleConnections(target.idleKey, target.upstream.keepAlive());
            idle.put(target.idleKey, known);
        }
        return known;
    }

    /** An idle connection has ended. With the last one the set goes: its configuration may be history. */
    void gone(UpstreamConnection c) {
        IdleConnections home = c.home;
        home.remove(c);
        if (home.count() == 0) {
            idle.remove(home.key);
        }
    }
}
