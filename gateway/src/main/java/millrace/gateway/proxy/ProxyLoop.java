package millrace.gateway.proxy;

import java.util.ArrayDeque;
import java.util.function.Function;
import millrace.gateway.exchange.Exchange;
import millrace.gateway.exchange.GatewayLoop;
import millrace.gateway.exchange.StateKey;

/** What one loop has for proxying: requests that can be used again. For the loop's own thread only. */
final class ProxyLoop {
    /** Of one exchange: its request at an upstream. */
    static final StateKey<UpstreamRequest> REQUEST = StateKey.create();

    private static final StateKey<ProxyLoop> KEY = StateKey.create();
    private static final Function<GatewayLoop, ProxyLoop> NEW = ProxyLoop::new;
    private static final int MOST_SPARE = 256;

    private final GatewayLoop loop;
    private final ArrayDeque<UpstreamRequest> spare = new ArrayDeque<>();

    private ProxyLoop(GatewayLoop loop) {
        this.loop = loop;
    }

    static ProxyLoop of(GatewayLoop loop) {
        return loop.state(KEY, NEW);
    }

    GatewayLoop loop() {
        return loop;
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
}
