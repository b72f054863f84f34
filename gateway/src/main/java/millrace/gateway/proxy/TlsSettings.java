package millrace.gateway.proxy;

import java.io.IOException;
import java.util.List;
import millrace.gateway.config.ConfigException;
import millrace.gateway.config.Inherit;
import millrace.gateway.config.Settings;
import millrace.gateway.config.SettingsKey;
import millrace.gateway.exchange.Exchange;
import millrace.gateway.tls.Protocols;
import millrace.gateway.variable.Template;
import millrace.loop.Connection;
import millrace.loop.tls.OpenSslSession;
import millrace.loop.tls.TlsSession;
import millrace.os.SslContext;

/** How one level speaks TLS to upstreams: the directives {@code proxy_ssl_}. */
final class TlsSettings implements Settings<TlsSettings> {
    static final SettingsKey<TlsSettings> KEY = SettingsKey.of(TlsSettings::new);

    /** What OpenSSL offers by itself. */
    private static final String CIPHERS = "DEFAULT";

    List<String> protocols;
    String ciphers;
    Boolean tellsName;
    Template name;

    private SslContext context;

    @Override
    public void inherit(TlsSettings outer) {
        TlsSettings o = outer == null ? new TlsSettings() : outer;
        protocols = Inherit.of(protocols, o.protocols, Protocols.USUAL);
        ciphers = Inherit.of(ciphers, o.ciphers, CIPHERS);
        tellsName = Inherit.of(tellsName, o.tellsName, false);
        name = Inherit.of(name, o.name, null);
    }

    /** Gets ready, once, when all of the configuration is read. */
    void load() throws ConfigException {
        if (context != null) {
            return;
        }
        try {
            SslContext made = SslContext.create();
            made.options(Protocols.without(protocols));
            made.ciphers(ciphers);
            context = made;
        } catch (IOException e) {
            throw new ConfigException(null, e.getMessage());
        }
    }

    /** A session for a connection that was made for a request. */
    TlsSession session(Exchange x, UpstreamUrl url, Connection stream) throws IOException {
        String host = name == null ? url.address().isUnix() ? "localhost" : url.address().host() : name.text(x);
        return OpenSslSession.client(context, stream.fd(), tellsName ? host : null);
    }
}
