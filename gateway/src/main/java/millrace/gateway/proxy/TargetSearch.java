package millrace.gateway.proxy;

import millrace.gateway.balance.Upstream;
import millrace.gateway.balance.UpstreamSearch;
import millrace.gateway.config.ConfigException;
import millrace.gateway.exchange.Exchange;

/** Finds out where a {@code proxy_pass} with variables leads to for one request. Off the path of plain requests. */
final class TargetSearch implements UpstreamSearch.Caller {
    private final Approach request;
    private final ProxyPass pass;
    private final UpstreamUrl url;

    private TargetSearch(Approach request, ProxyPass pass, UpstreamUrl url) {
        this.request = request;
        this.pass = pass;
        this.url = url;
    }

    /** Calls the request's {@code found} or {@code notFound}, now or later; {@code null} when it has done so. */
    static UpstreamSearch begin(Approach request, Exchange x, ProxyPass pass) {
        String text = pass.template.text(x);
        UpstreamUrl url;
        try {
            url = pass.parse(text);
        } catch (ConfigException e) {
            request.notFound(Failure.INTERNAL, e.problem() + " in \"" + text + "\"");
            return null;
        }
        return UpstreamSearch.begin(x, url.address(), new TargetSearch(request, pass, url));
    }

    @Override
    public void found(Upstream upstream) {
        request.found(new PassTarget(url, upstream, pass));
    }

    @Override
    public void notFound(String words) {
        request.notFound(Failure.NAME_NOT_RESOLVED, words);
    }
}
