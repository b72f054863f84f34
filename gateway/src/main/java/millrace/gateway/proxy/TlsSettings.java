package millrace.gateway.proxy;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import millrace.gateway.config.ConfigException;
import millrace.gateway.config.Inherit;
import millrace.gateway.config.Settings;
import millrace.gateway.config.SettingsKey;
import millrace.gateway.exchange.Exchange;
import millrace.gateway.tls.Protocols;
import millrace.gateway.variable.Template;
import millrace.loop.Connection;
import millrace.loop.tls.OpenSslSession;
import millrace.os.SslContext;
import millrace.os.SslIdentity;
import millrace.os.SslSession;

/** How one level speaks TLS to upstreams: the directives {@code proxy_ssl_}. */
final class TlsSettings implements Settings<TlsSettings> {
    static final SettingsKey<TlsSettings> KEY = SettingsKey.of(TlsSettings::new);

    /** What OpenSSL offers by itself. */
    private static final String CIPHERS = "DEFAULT";

    List<String> protocols;
    String ciphers;
    Boolean tellsName;
    Template name;
    Boolean reuses;
    Boolean verifies;
    Integer depth;
    Path trusted;
    Path revoked;
    Path certificate;
    Path key;
    Path passwords;

    private final ConcurrentMap<Peer, SslSession> sessions = new ConcurrentHashMap<>();
    private SslContext context;

    /** Whom a session is with. */
    private record Peer(SocketAddress address, String name) {}

    @Override
    public void inherit(TlsSettings outer) {
        TlsSettings o = outer == null ? new TlsSettings() : outer;
        protocols = Inherit.of(protocols, o.protocols, Protocols.USUAL);
        ciphers = Inherit.of(ciphers, o.ciphers, CIPHERS);
        tellsName = Inherit.of(tellsName, o.tellsName, false);
        name = Inherit.of(name, o.name, null);
        reuses = Inherit.of(reuses, o.reuses, true);
        verifies = Inherit.of(verifies, o.verifies, false);
        depth = Inherit.of(depth, o.depth, 1);
        trusted = Inherit.of(trusted, o.trusted, null);
        revoked = Inherit.of(revoked, o.revoked, null);
        certificate = Inherit.of(certificate, o.certificate, null);
        key = Inherit.of(key, o.key, null);
        passwords = Inherit.of(passwords, o.passwords, null);
    }

    /** Gets ready, once, when all of the configuration is read. */
    void load() throws ConfigException {
        if (context != null) {
            return;
        }
        if (verifies && trusted == null) {
            throw new ConfigException(null, "no proxy_ssl_trusted_certificate for proxy_ssl_verify");
        }
        if (certificate != null && key == null) {
            throw new ConfigException(null, "no \"proxy_ssl_certificate_key\" is defined for certificate \"" + certificate + "\"");
        }
        try {
            context = make();
        } catch (IOException e) {
            throw new ConfigException(null, e.getMessage());
        }
    }

    private SslContext make() throws IOException {
        SslContext made = SslContext.create();
        made.options(Protocols.without(protocols));
        made.ciphers(ciphers);
        made.depth(depth);
        if (trusted != null) {
            made.trust(trusted);
        }
        if (revoked != null) {
            made.revoked(revoked);
        }
        if (certificate != null) {
            List<String> words = passwords == null ? List.of() : Files.readAllLines(passwords, StandardCharsets.ISO_8859_1);
            SslIdentity.use(made, certificate, key, words);
        }
        return made;
    }

    /** Whom a request means, whatever the address. */
    String host(Exchange x, UpstreamUrl url) {
        return name != null ? name.text(x) : url.address().isUnix() ? "localhost" : url.address().host();
    }

    /** Begins a handshake on a connection. */
    OpenSslSession session(String host, SocketAddress address, Connection stream) throws IOException {
        boolean isName = TargetSearch.literal(host) == null;
        OpenSslSession begun = OpenSslSession.client(context, stream.fd(), tellsName && isName ? host : null);
        SslSession known = reuses ? sessions.get(new Peer(address, host)) : null;
        if (known != null) {
            begun.ssl().resume(known);
        }
        return begun;
    }

    /** A connection ends: the next one can go on with its session. */
    void keep(String host, SocketAddress address, OpenSslSession ended) {
        SslSession session = reuses ? ended.ssl().session() : null;
        if (session != null) {
            sessions.put(new Peer(address, host), session);
        }
    }
}
