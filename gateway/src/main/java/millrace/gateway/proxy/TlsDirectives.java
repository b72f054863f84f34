package millrace.gateway.proxy;

import java.util.Objects;
import millrace.gateway.config.Context;
import millrace.gateway.config.Declaration;
import millrace.gateway.config.Registry;
import millrace.gateway.tls.Protocols;

/** The directives {@code proxy_ssl_}. */
final class TlsDirectives {
    private static final Context[] ALL = {Context.HTTP, Context.SERVER, Context.LOCATION};

    private TlsDirectives() {}

    private static Declaration directive(Registry registry, String name, String doc) {
        return registry.directive(name, ALL).doc(doc);
    }

    static void register(Registry r) {
        Objects.requireNonNull(TlsSettings.KEY);
        directive(r, "proxy_ssl_protocols", "The versions of TLS that are spoken with upstreams.")
                .words(TlsSettings.KEY, Protocols.NAMES, (s, words) -> s.protocols = words);
        directive(r, "proxy_ssl_ciphers", "The ciphers of TLS 1.2 and below, as OpenSSL writes them.")
                .text(TlsSettings.KEY, (s, text) -> s.ciphers = text);
        directive(r, "proxy_ssl_server_name", "Whether the upstream is told which of its names is meant (SNI).")
                .flag(TlsSettings.KEY, (s, on) -> s.tellsName = on);
        directive(r, "proxy_ssl_name", "The name that the upstream is told; that of the URL, if not said.")
                .template(TlsSettings.KEY, (s, text) -> s.name = text);
    }
}
