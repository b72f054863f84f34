package millrace.gateway.proxy;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ThreadLocalRandom;
import millrace.gateway.balance.ResolverSettings;
import millrace.gateway.balance.Upstream;
import millrace.gateway.balance.UpstreamAddress;
import millrace.gateway.balance.Upstreams;
import millrace.gateway.config.ConfigException;
import millrace.gateway.exchange.Exchange;
import millrace.loop.Timer;

/** Finds out where a {@code proxy_pass} with variables leads to for one request. Off the path of plain requests. */
final class TargetSearch {
    private final ProxyLoop loop;
    private final Approach request;
    private final Exchange exchange;
    private final ProxyPass pass;
    private final UpstreamUrl url;
    private Timer timer;
    private boolean over;

    private TargetSearch(ProxyLoop loop, Approach request, Exchange exchange, ProxyPass pass, UpstreamUrl url) {
        this.loop = loop;
        this.request = request;
        this.exchange = exchange;
        this.pass = pass;
        this.url = url;
    }

    /** Calls the request's {@code found} or {@code notFound}, now or later; {@code null} when it has done so. */
    static TargetSearch begin(ProxyLoop loop, Approach request, Exchange x, ProxyPass pass) {
        String text = pass.template.text(x);
        TargetSearch search;
        try {
            UpstreamUrl url = UpstreamUrl.parse(text, pass.place);
            search = new TargetSearch(loop, request, x, pass, url);
        } catch (ConfigException e) {
            request.notFound(Failure.INTERNAL, e.problem() + " in \"" + text + "\"");
            return null;
        }
        return search.go() ? null : search;
    }

    /** Whether it is over already. */
    private boolean go() {
        UpstreamAddress address = url.address();
        Upstream known = Upstreams.of(exchange.scope().configuration()).known(address);
        if (known != null) {
            request.found(new PassTarget(url, known, pass));
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
        return !resolve(address);
    }

    /** The address that a text is, or {@code null}. */
    static InetAddress literal(String text) {
        boolean like = text.indexOf(':') >= 0 || text.chars().allMatch(c -> c >= '0' && c <= '9' || c == '.');
        try {
            return like ? InetAddress.ofLiteral(text) : null;
        } catch (IllegalArgumentException notOne) {
            return null;
        }
    }

    private boolean resolve(UpstreamAddress address) {
        ResolverSettings settings = exchange.settings(ResolverSettings.KEY);
        if (settings.resolver().isOff()) {
            request.notFound(Failure.NAME_NOT_RESOLVED, "no resolver defined to resolve " + address.host());
            return false;
        }
        timer = loop.loop().events().timer(() -> failed("Operation timed out"));
        timer.arm(settings.timeoutMillis() * 1_000_000);
        loop.resolvers().lookup(settings.resolver(), address.host()).whenComplete((answer, failure) -> {
            if (failure == null) {
                resolved(answer);
            } else {
                failed(failure instanceof CompletionException wrapped ? wrapped.getCause().getMessage()
                        : failure.getMessage());
            }
        });
        return !over;
    }

    private void resolved(List<InetAddress> answer) {
        if (!over) {
            List<SocketAddress> all = new ArrayList<>();
            answer.forEach(a -> all.add(new InetSocketAddress(a, url.address().port())));
            // Each request begins anew, and the answer is remembered: without this all would go to the first.
            Collections.rotate(all, ThreadLocalRandom.current().nextInt(all.size()));
            found(all);
        }
    }

    private void found(List<SocketAddress> addresses) {
        abandon();
        request.found(new PassTarget(url, Upstream.of(url.address(), addresses), pass));
    }

    private void failed(String why) {
        if (!over) {
            abandon();
            request.notFound(Failure.NAME_NOT_RESOLVED, url.address().host() + " could not be resolved (" + why + ")");
        }
    }

    /** The request is not interested any more. */
    void abandon() {
        over = true;
        if (timer != null) {
            timer.cancel();
        }
    }
}
