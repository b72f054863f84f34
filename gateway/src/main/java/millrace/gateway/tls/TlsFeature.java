package millrace.gateway.tls;

import millrace.gateway.config.ConfigException;
import millrace.gateway.config.Context;
import millrace.gateway.config.Declaration;
import millrace.gateway.config.Feature;
import millrace.gateway.config.Registry;
import millrace.gateway.config.Scope;
import millrace.gateway.config.Statement;

/**
 * The directives and variables of encrypted connections: nginx's module ngx_http_ssl_module, and what its proxy module says of
 * TLS with upstreams.
 */
public final class TlsFeature implements Feature {
    private static final Context[] SERVERS = {Context.HTTP, Context.SERVER, Context.STREAM, Context.SERVER_IN_STREAM};

    @Override
    public void register(Registry registry) {
        identity(registry);
        rules(registry);
        sessions(registry);
        clients(registry);
        StaplingDirectives.register(registry);
        OcspDirectives.register(registry);
        ofStream(registry);
        TlsVariables.register(registry.http());
        TlsVariables.register(registry.stream());
        UpstreamDirectives.register(registry);
    }

    private static Declaration directive(Registry registry, String name, String doc) {
        return registry.directive(name, SERVERS).doc(doc);
    }

    private static void identity(Registry r) {
        directive(r, "ssl_certificate", "A file with a certificate, and behind it those that vouch for it; or `data:` and the text "
                        + "itself. One line for each kind of key: the client says what it can check. With variables it is read "
                        + "in the handshake, in which `$ssl_server_name` is known.")
                .shown("file | data:text")
                .repeated()
                .set((scope, s) -> scope.get(TlsSettings.KEY).certificates.add(CertificateLine.of(scope, s)));
        directive(r, "ssl_certificate_key", "The file with its key, `data:` and the text itself, or `store:` and a URI that OpenSSL "
                        + "knows it by; in the same order when there are several.")
                .shown("file | data:text | store:uri")
                .repeated()
                .set((scope, s) -> scope.get(TlsSettings.KEY).keys.add(CertificateLine.of(scope, s)));
        directive(r, "ssl_certificate_cache", "How many certificates and keys by variables are kept, for how long without being "
                        + "used (10 s, if not said), and after what time it is looked whether the files have changed (60 s).")
                .since("1.27.4")
                .shown("off | max=N [inactive=time] [valid=time]")
                .argsFrom(1)
                .set((scope, s) -> scope.get(TlsSettings.KEY).cache = CertificateCache.parse(s));
        r.directive("ssl_object_cache_inheritable", Context.MAIN)
                .since("1.27.4")
                .doc("Whether a reload takes certificates, keys and lists over whose files have not changed; `on`, if not said.")
                .flag(TlsFiles.KEY, (s, on) -> s.inherits = on);
        directive(r, "ssl_password_file", "A file with the passwords that keys may be encrypted with, one a line.")
                .shown("file")
                .set((scope, s) -> scope.get(TlsSettings.KEY).passwords = scope.configuration().confPath(s.arg(0)));
    }

    private static void ofStream(Registry r) {
        r.directive("ssl_alpn", Context.STREAM, Context.SERVER_IN_STREAM).since("1.21.4")
                .doc("What is spoken there, by its names in ALPN; a client that wants none of it is refused.")
                .shown("protocol ...")
                .argsFrom(1)
                .set((scope, s) -> scope.get(TlsSettings.KEY).protocolNames = s.args());
    }

    private static void rules(Registry r) {
        directive(r, "ssl_protocols", "The versions that are spoken; `TLSv1.2 TLSv1.3`, if not said.")
                .words(TlsSettings.KEY, Protocols.NAMES, (s, words) -> s.protocols = words);
        directive(r, "ssl_ciphers", "The ciphers of TLS 1.2 and below, as OpenSSL writes them; those of Mozilla's intermediate "
                        + "profile, if not said.")
                .text(TlsSettings.KEY, (s, text) -> s.ciphers = text);
        directive(r, "ssl_prefer_server_ciphers", "Whether the server's order of ciphers counts, and not the client's.")
                .flag(TlsSettings.KEY, (s, on) -> s.preferOwnCiphers = on);
        directive(r, "ssl_ecdh_curve", "The groups in which keys are exchanged, or `auto` for all that OpenSSL has; "
                        + "those of Mozilla's intermediate profile, if not said.")
                .text(TlsSettings.KEY, (s, text) -> s.groups = text);
        directive(r, "ssl_dhparam", "A file with the parameters of DHE; without one, clients that know nothing better are refused.")
                .shown("file")
                .set((scope, s) -> scope.get(TlsSettings.KEY).exchange = scope.configuration().confPath(s.arg(0)));
        directive(r, "ssl_conf_command", "A command to OpenSSL, of those that `SSL_CONF_cmd(3)` lists. Renegotiation stays refused.")
                .shown("name value")
                .args(2, 2)
                .repeated()
                .set((scope, s) -> scope.get(TlsSettings.KEY).commands.add(Command.of(scope, s)));
        directive(r, "ssl_certificate_compression", "Whether certificates are compressed for clients that take them so, which needs "
                        + "OpenSSL 3.2 or later.")
                .since("1.29.1")
                .flag(TlsSettings.KEY, (s, on) -> s.compresses = on);
        directive(r, "ssl_buffer_size", "The most bytes that are encrypted as one: smaller pieces are told sooner.")
                .size(TlsSettings.KEY, (s, bytes) -> s.recordBytes = bytes);
        directive(r, "ssl_reject_handshake", "Whether handshakes are refused: for a default server that nobody should see.")
                .flag(TlsSettings.KEY, (s, on) -> s.rejects = on);
    }

    private static void clients(Registry r) {
        directive(r, "ssl_verify_client", "Whether clients have to show a certificate. `optional_no_ca` takes one that nobody "
                        + "vouches for, too.")
                .word(TlsSettings.KEY, ClientCheck.class, (s, word) -> s.clients = word);
        directive(r, "ssl_client_certificate", "A file with the authorities whose certificates clients may show, and are told of.")
                .shown("file")
                .set((scope, s) -> scope.get(TlsSettings.KEY).clientAuthorities = scope.configuration().confPath(s.arg(0)));
        directive(r, "ssl_trusted_certificate", "A file with authorities that are trusted, and that clients are not told of.")
                .shown("file")
                .set((scope, s) -> scope.get(TlsSettings.KEY).trusted = scope.configuration().confPath(s.arg(0)));
        directive(r, "ssl_crl", "A file with lists of certificates that are not valid any more.")
                .shown("file")
                .set((scope, s) -> scope.get(TlsSettings.KEY).revoked = scope.configuration().confPath(s.arg(0)));
        directive(r, "ssl_verify_depth", "How many certificates may lie between the client's and one that is trusted.")
                .number(TlsSettings.KEY, (s, number) -> s.depth = number);
    }

    private static void sessions(Registry r) {
        directive(r, "ssl_session_cache", "Whether sessions are kept so that clients can go on with them without tickets: `off`, "
                        + "`none`, `builtin[:size]` or `shared:name:size`.")
                .shown("off | none | [builtin[:size]] [shared:name:size]")
                .args(1, 2)
                .set(TlsFeature::sessionCache);
        directive(r, "ssl_session_timeout", "How long a session can be gone on with.")
                .seconds(TlsSettings.KEY, (s, seconds) -> s.sessionSeconds = seconds);
        directive(r, "ssl_session_ticket_key", "A file of 48 or 80 random bytes with which tickets are encrypted, so that several "
                        + "machines know each other's. The first one makes tickets, all of them read some. If not said, the keys "
                        + "are random, renewed each time that a session lasts, and outlive a reload.")
                .shown("file")
                .repeated()
                .set(TlsFeature::ticketKey);
        directive(r, "ssl_session_tickets", "Whether clients get tickets, one by each handshake, with which they can go on with a session.")
                .flag(TlsSettings.KEY, (s, on) -> s.tickets = on);
    }

    private static void ticketKey(Scope scope, Statement s) {
        scope.get(TlsSettings.KEY).ticketKeys.add(scope.configuration().confPath(s.arg(0)));
    }

    private static void sessionCache(Scope scope, Statement s) throws ConfigException {
        scope.get(TlsSettings.KEY).sessions = SessionCache.parse(s);
    }
}
