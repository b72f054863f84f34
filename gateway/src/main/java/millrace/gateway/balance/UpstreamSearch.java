package millrace.gateway.balance;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ThreadLocalRandom;
import millrace.gateway.exchange.Exchange;
import millrace.gateway.resolver.ResolverSettings;
import millrace.gateway.resolver.Resolvers;
import millrace.gateway.resolver.UpstreamAddress;
import millrace.loop.Timer;

/** Finds out whom an address means that is made of variables, for one request. Off the path of plain requests. */
public final class UpstreamSearch {
    /** Who searches; told once, by the loop's thread. */
    public interface Caller {
        void found(Upstream upstream);

        /** @param words for the error log */
        void notFound(String words);
    }

    private final Exchange exchange;
    private final UpstreamAddress address;
    private final Caller caller;
    private Timer timer;
    private boolean over;

    /** Whether somebody has to be asked. */
    private boolean asks;

    private UpstreamSearch(Exchange exchange, UpstreamAddress address, Caller caller) {
        this.exchange = exchange;
        this.address = address;
        this.caller = caller;
    }

    /** Tells the caller now or later; {@code null} when it has done so. */
    public static UpstreamSearch begin(Exchange x, UpstreamAddress address, Caller caller) {
        UpstreamSearch search = new UpstreamSearch(x, address, caller);
        return search.go() ? null : search;
    }

    /** Whether it is over already. */
    private boolean go() {
        Upstream known = Upstreams.of(exchange.scope()).known(address);
        if (known != null) {
            caller.found(known);
            return true;
        }
        if (address.isUnix()) {
            found(List.of(UnixDomainSocketAddress.of(address.host())));
            return true;
        }
        InetAddress literal = literal(address.host());
        if (literal != null) {
            found(List.of(new InetSocketAddress(literal, address.port())));
            return true;
        }
        return !resolve();
    }

    /** The address that a text is, or {@code null}. */
    public static InetAddress literal(String text) {
        boolean like = text.indexOf(':') >= 0 || text.chars().allMatch(c -> c >= '0' && c <= '9' || c == '.');
        try {
            return like ? InetAddress.ofLiteral(text) : null;
        } catch (IllegalArgumentException notOne) {
            return null;
        }
    }

    private boolean resolve() {
        ResolverSettings settings = exchange.settings(ResolverSettings.KEY);
        if (settings.resolver().isOff()) {
            caller.notFound("no resolver defined to resolve " + address.host());
            return false;
        }
        timer = exchange.loop().events().timer(() -> failed("Operation timed out"));
        timer.arm(settings.timeoutMillis() * 1_000_000);
        Resolvers.of(exchange.loop()).lookup(settings.resolver(), address.host()).whenComplete((answer, failure) -> {
            if (failure == null) {
                resolved(answer);
            } else {
                failed(failure instanceof CompletionException wrapped ? wrapped.getCause().getMessage()
                        : failure.getMessage());
            }
        });
        asks = !over;
        return asks;
    }

    private void resolved(List<InetAddress> answer) {
        if (!over) {
            List<SocketAddress> all = new ArrayList<>();
            answer.forEach(a -> all.add(new InetSocketAddress(a, address.port())));
            if (!asks) {
                // Each request begins anew, and the answer is remembered: without this all would go to the first.
                Collections.rotate(all, ThreadLocalRandom.current().nextInt(all.size()));
            }
            found(all);
        }
    }

    private void found(List<SocketAddress> addresses) {
        abandon();
        caller.found(Upstream.of(address, addresses));
    }

    private void failed(String why) {
        if (!over) {
            abandon();
            caller.notFound(address.host() + " could not be resolved (" + why + ")");
        }
    }

    /** The request is not interested any more. */
    public void abandon() {
        over = true;
        if (timer != null) {
            timer.cancel();
        }
    }
}
