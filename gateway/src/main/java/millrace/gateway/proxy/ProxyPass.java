package millrace.gateway.proxy;

import millrace.gateway.config.ConfigException;
import millrace.gateway.config.Place;
import millrace.gateway.config.SettingsKey;
import millrace.gateway.exchange.Exchange;
import millrace.gateway.exchange.Phase;
import millrace.gateway.exchange.PhaseHandler;
import millrace.gateway.variable.Template;

/** One {@code proxy_pass}: what a location answers with. Immutable once the configuration is read. */
final class ProxyPass implements PhaseHandler {
    /** Whose settings a request has. */
    final SettingsKey<ProxySettings> key;

    final String source;
    final Place place;

    /** What the URL is put together from, when it has variables; else {@code null}. */
    final Template template;

    /** The URL and where it leads to, when it has no variables. */
    final UpstreamUrl url;

    /** The path of the location, whose place the URL's path takes; {@code null} when there is none to replace. */
    final String location;

    final SharedIdle ownIdle;
    final SharedIdle ownSecureIdle;
    final SharedIdle sharedIdle;

    /** Set when all is read; {@code null} with variables. */
    PassTarget fixed;

    ProxyPass(SettingsKey<ProxySettings> key, String source, Place place, Template template, UpstreamUrl url, String location,
            SharedIdle sharedIdle) {
        this.key = key;
        this.sharedIdle = sharedIdle;
        this.ownIdle = sharedIdle.own(place + " " + source);
        this.ownSecureIdle = sharedIdle.ownForNow();
        this.source = source;
        this.place = place;
        this.template = template;
        this.url = url;
        this.location = location;
    }

    /** The URL that variables have made. */
    UpstreamUrl parse(String text) throws ConfigException {
        return UpstreamUrl.parse(text, key == ProxySettings.GRPC_KEY, place);
    }

    @Override
    public int run(Exchange x) {
        ProxyLoop.of(x.loop()).request(x).begin(x, this);
        return Phase.DONE;
    }
}
