package millrace.gateway.tls;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import millrace.gateway.config.ConfigException;
import millrace.gateway.config.Configuration;
import millrace.gateway.config.Inherit;
import millrace.gateway.config.Settings;
import millrace.gateway.config.SettingsKey;
import millrace.gateway.exchange.Exchange;
import millrace.gateway.variable.Template;
import millrace.loop.Connection;
import millrace.loop.tls.OpenSslSession;
import millrace.os.OpenSsl;
import millrace.os.SslContext;
import millrace.os.SslException;
import millrace.os.SslIdentity;
import millrace.os.SslKey;
import millrace.os.SslSource;
import millrace.os.SslPeer;
import millrace.os.SslSession;

/** How one level speaks TLS to upstreams: the directives {@code proxy_ssl_}. Any loop, once it is loaded. */
public final class UpstreamTls implements Settings<UpstreamTls> {
    public static final SettingsKey<UpstreamTls> KEY = SettingsKey.of(() -> new UpstreamTls(UpstreamTls.PROXY));

    /** The same of calls of gRPC: the directives {@code grpc_ssl_}. */
    public static final SettingsKey<UpstreamTls> GRPC_KEY = SettingsKey.of(() -> new UpstreamTls(UpstreamTls.GRPC));

    static final String PROXY = "proxy_ssl_";
    static final String GRPC = "grpc_ssl_";


    /** What OpenSSL offers by itself. */
    private static final String CIPHERS = "DEFAULT";

    /** With variables in a URL there may be any number of peers. */
    private static final int MOST_SESSIONS = 1_000;

    private final String prefix;
    List<String> protocols;
    String ciphers;
    Boolean tellsName;
    Template name;
    Boolean reuses;
    Boolean verifies;
    Integer depth;
    Path trusted;
    Path revoked;
    CertificateLine certificate;
    CertificateLine key;
    CertificateCache cache;
    Path passwords;
    List<Command> commands = new ArrayList<>();

    private final ConcurrentMap<Peer, SslSession> sessions = new ConcurrentHashMap<>();
    private SslContext context;
    private List<String> passwordLines = List.of();

    /** Whom a session is with. */
    private record Peer(SocketAddress address, String name) {}

    private UpstreamTls(String prefix) {
        this.prefix = prefix;
    }

    @Override
    public void inherit(UpstreamTls outer) {
        UpstreamTls o = outer == null ? new UpstreamTls(prefix) : outer;
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
        cache = Inherit.of(cache, o.cache, CertificateCache.OFF);
        passwords = Inherit.of(passwords, o.passwords, null);
        commands = Inherit.list(commands, o.commands);
    }

    /** Gets ready, once, when all of the configuration is read. */
    public void load(Configuration configuration) throws ConfigException {
        if (context != null) {
            return;
        }
        if (verifies && trusted == null) {
            throw new ConfigException(null, "no " + prefix + "trusted_certificate for " + prefix + "verify");
        }
        if (certificate != null && !certificate.isEmpty() && key == null) {
            throw new ConfigException(certificate.place(), "no \"" + prefix + "certificate_key\" is defined for certificate \"" + certificate + "\"");
        }
        try {
            OpenSsl.require();
            passwordLines = ServerContext.passwords(passwords);
            context = make(TlsFiles.of(configuration));
            configuration.whenOver(this::close);
        } catch (IOException e) {
            throw new ConfigException(certificate == null ? null : certificate.place(), e.getMessage());
        }
    }

    /** Whether the certificate depends on the request, so that another one must not go on with the connection. */
    public boolean varies() {
        return certificate != null && !(certificate.isConstant() && key.isConstant());
    }

    private SslContext make(TlsFiles files) throws IOException {
        SslContext made = SslContext.create();
        made.options(Protocols.without(protocols));
        made.ciphers(ciphers);
        made.depth(depth);
        if (trusted != null) {
            files.get(Wanted.authorities(SslSource.of(trusted))).trustIn(made);
        }
        if (revoked != null) {
            files.get(Wanted.revocations(SslSource.of(revoked))).checkIn(made);
        }
        if (certificate != null && !certificate.isEmpty() && !varies()) {
            SslKey secret = files.get(Wanted.key(key.source(null), passwordLines));
            new SslIdentity(files.get(Wanted.certificates(certificate.source(null))), secret).useIn(made);
        }
        Command.apply(commands, made);
        return made;
    }

    /** The name that a request means by {@code proxy_ssl_name}, or {@code null}. */
    public String name(Exchange x) {
        return name == null ? null : withoutPort(name.text(x));
    }

    /** As of {@code $proxy_host}, which names one. */
    private static String withoutPort(String text) {
        int colon = text.lastIndexOf(':');
        boolean one = colon >= 0 && colon == text.indexOf(':') || text.startsWith("[") && colon > text.indexOf(']');
        return one ? text.substring(0, colon) : text;
    }

    /** What is wrong with the peer's certificate, if it is looked at; {@code null} if nothing. */
    public String wrong(OpenSslSession done, String host) {
        if (!verifies) {
            return null;
        }
        SslPeer peer = done.ssl().facts().peer();
        if (peer == null) {
            return "upstream shows no SSL certificate";
        }
        if (peer.verdict() != 0) {
            return "upstream SSL certificate verify error: (" + peer.verdict() + ":" + peer.verdictText() + ")";
        }
        return peer.isFor(host) ? null : "upstream SSL certificate does not match \"" + host + "\"";
    }

    /**
     * Begins a handshake on a connection.
     *
     * @param isName whether the host is a name, which can be told, and no address
     */
    public OpenSslSession session(Exchange x, String host, boolean isName, SocketAddress address, Connection stream) throws IOException {
        OpenSslSession begun = OpenSslSession.client(context, stream.fd(), tellsName && isName ? host : null);
        if (varies()) {
            try {
                Identities.show(certificate, key, x, passwordLines, cache, begun.ssl());
            } catch (SslException notThere) {
                begun.close();
                throw notThere;
            }
        }
        SslSession known = reuses ? sessions.get(new Peer(address, host)) : null;
        if (known != null) {
            begun.ssl().resume(known);
        }
        return begun;
    }

    /** A connection ends: the next one can go on with its session. */
    public void keep(String host, SocketAddress address, OpenSslSession ended) {
        SslSession session = reuses && !varies() ? ended.ssl().session() : null;
        if (session == null) {
            return;
        }
        if (sessions.size() >= MOST_SESSIONS) {
            forget(); // Each is worth one shorter handshake, and no more thought.
        }
        SslSession before = sessions.put(new Peer(address, host), session);
        if (before != null) {
            before.close();
        }
    }

    private void forget() {
        for (Peer each : sessions.keySet()) {
            SslSession known = sessions.remove(each);
            if (known != null) {
                known.close();
            }
        }
    }

    /** Nothing is served by it any more. */
    private void close() {
        context.close();
        forget();
    }
}
