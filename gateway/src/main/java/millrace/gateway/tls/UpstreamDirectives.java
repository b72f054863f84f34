package millrace.gateway.tls;

import java.nio.file.Path;
import java.util.Objects;
import java.util.function.BiConsumer;
import millrace.gateway.config.Context;
import millrace.gateway.config.Declaration;
import millrace.gateway.config.Registry;

/** The directives {@code proxy_ssl_}. */
final class UpstreamDirectives {
    private static final Context[] ALL = {Context.HTTP, Context.SERVER, Context.LOCATION, Context.STREAM, Context.SERVER_IN_STREAM};

    private UpstreamDirectives() {}

    private static Declaration directive(Registry registry, String name, String doc) {
        return registry.directive(name, ALL).doc(doc);
    }

    static void register(Registry r) {
        Objects.requireNonNull(UpstreamTls.KEY);
        directive(r, "proxy_ssl_protocols", "The versions of TLS that are spoken with upstreams.")
                .words(UpstreamTls.KEY, Protocols.NAMES, (s, words) -> s.protocols = words);
        directive(r, "proxy_ssl_ciphers", "The ciphers of TLS 1.2 and below, as OpenSSL writes them.")
                .text(UpstreamTls.KEY, (s, text) -> s.ciphers = text);
        directive(r, "proxy_ssl_server_name", "Whether the upstream is told which of its names is meant (SNI).")
                .flag(UpstreamTls.KEY, (s, on) -> s.tellsName = on);
        directive(r, "proxy_ssl_session_reuse", "Whether connections go on with the session of an earlier one.")
                .flag(UpstreamTls.KEY, (s, on) -> s.reuses = on);
        directive(r, "proxy_ssl_conf_command", "A command to OpenSSL, of those that `SSL_CONF_cmd(3)` lists.")
                .shown("name value")
                .args(2, 2)
                .repeated()
                .set((scope, s) -> scope.get(UpstreamTls.KEY).commands.add(Command.of(scope, s)));
        verification(r);
        identity(r);
        directive(r, "proxy_ssl_name", "The name that the upstream is told; that of the URL, if not said.")
                .template(UpstreamTls.KEY, (s, text) -> s.name = text);
    }

    private static void verification(Registry r) {
        directive(r, "proxy_ssl_verify", "Whether an upstream has to show a good certificate with the name that is meant.")
                .flag(UpstreamTls.KEY, (s, on) -> s.verifies = on);
        directive(r, "proxy_ssl_verify_depth", "How many certificates may lie between the upstream's and one that is trusted.")
                .number(UpstreamTls.KEY, (s, number) -> s.depth = number);
        file(r, "proxy_ssl_trusted_certificate", "A file with the authorities that are trusted.", (s, path) -> s.trusted = path);
        file(r, "proxy_ssl_crl", "A file with lists of certificates that are not valid any more.", (s, path) -> s.revoked = path);
    }

    private static void identity(Registry r) {
        directive(r, "proxy_ssl_certificate", "A file with the certificate that upstreams are shown, or `data:` and the text "
                        + "itself; empty for none. With variables it is read for each connection, which then serves no other "
                        + "request.")
                .shown("file | data:text")
                .set((scope, s) -> scope.get(UpstreamTls.KEY).certificate = CertificateLine.of(scope, s));
        directive(r, "proxy_ssl_certificate_key", "The file with its key, or `data:` and the text itself.")
                .shown("file | data:text")
                .set((scope, s) -> scope.get(UpstreamTls.KEY).key = CertificateLine.of(scope, s));
        directive(r, "proxy_ssl_certificate_cache", "How many certificates and keys by variables are kept, for how long without "
                        + "being used (10 s, if not said), and after what time it is looked whether the files have changed (60 s).")
                .since("1.27.4")
                .shown("off | max=N [inactive=time] [valid=time]")
                .argsFrom(1)
                .set((scope, s) -> scope.get(UpstreamTls.KEY).cache = CertificateCache.parse(s));
        file(r, "proxy_ssl_password_file", "A file with the passwords that the key may be encrypted with, one a line.",
                (s, path) -> s.passwords = path);
    }

    private static void file(Registry r, String name, String doc, BiConsumer<UpstreamTls, Path> to) {
        directive(r, name, doc)
                .shown("file")
                .set((scope, s) -> to.accept(scope.get(UpstreamTls.KEY), scope.configuration().confPath(s.arg(0))));
    }
}
