package millrace.gateway.tls;

import java.nio.file.Path;
import java.util.function.BiConsumer;
import millrace.gateway.config.Context;
import millrace.gateway.config.Declaration;
import millrace.gateway.config.Registry;
import millrace.gateway.config.SettingsKey;

/** The directives {@code proxy_ssl_} and {@code grpc_ssl_}. */
final class UpstreamDirectives {
    private static final Context[] ALL = {Context.HTTP, Context.SERVER, Context.LOCATION, Context.STREAM, Context.SERVER_IN_STREAM};

    private static final Context[] HTTP = {Context.HTTP, Context.SERVER, Context.LOCATION};

    private final Registry registry;
    private final String prefix;
    private final SettingsKey<UpstreamTls> key;
    private final Context[] places;

    private UpstreamDirectives(Registry registry, String prefix, SettingsKey<UpstreamTls> key, Context[] places) {
        this.registry = registry;
        this.prefix = prefix;
        this.key = key;
        this.places = places;
    }

    static void register(Registry r) {
        new UpstreamDirectives(r, UpstreamTls.PROXY, UpstreamTls.KEY, ALL).register();
        new UpstreamDirectives(r, UpstreamTls.GRPC, UpstreamTls.GRPC_KEY, HTTP).register();
    }

    private Declaration directive(String name, String doc) {
        return registry.directive(prefix + name, places).doc(doc);
    }

    private void register() {
        directive("protocols", "The versions of TLS that are spoken with upstreams.")
                .words(key, Protocols.NAMES, (s, words) -> s.protocols = words);
        directive("ciphers", "The ciphers of TLS 1.2 and below, as OpenSSL writes them.")
                .text(key, (s, text) -> s.ciphers = text);
        directive("server_name", "Whether the upstream is told which of its names is meant (SNI).")
                .flag(key, (s, on) -> s.tellsName = on);
        directive("session_reuse", "Whether connections go on with the session of an earlier one.")
                .flag(key, (s, on) -> s.reuses = on);
        directive("conf_command", "A command to OpenSSL, of those that `SSL_CONF_cmd(3)` lists.")
                .shown("name value")
                .args(2, 2)
                .repeated()
                .set((scope, s) -> scope.get(key).commands.add(Command.of(scope, s)));
        verification();
        identity();
        directive("name", "The name that the upstream is told; that of the URL, if not said.")
                .template(key, (s, text) -> s.name = text);
    }

    private void verification() {
        directive("verify", "Whether an upstream has to show a good certificate with the name that is meant.")
                .flag(key, (s, on) -> s.verifies = on);
        directive("verify_depth", "How many certificates may lie between the upstream's and one that is trusted.")
                .number(key, (s, number) -> s.depth = number);
        file("trusted_certificate", "A file with the authorities that are trusted.", (s, path) -> s.trusted = path);
        file("crl", "A file with lists of certificates that are not valid any more.", (s, path) -> s.revoked = path);
    }

    private void identity() {
        directive("certificate", "A file with the certificate that upstreams are shown, or `data:` and the text "
                        + "itself; empty for none. With variables it is read for each connection, which then serves no other "
                        + "request.")
                .shown("file | data:text")
                .set((scope, s) -> scope.get(key).certificate = CertificateLine.of(scope, s));
        directive("certificate_key", "The file with its key, `data:` and the text itself, or `store:` and a URI that "
                        + "OpenSSL knows it by.")
                .shown("file | data:text | store:uri")
                .set((scope, s) -> scope.get(key).key = CertificateLine.of(scope, s));
        directive("certificate_cache", "How many certificates and keys by variables are kept, for how long without "
                        + "being used (10 s, if not said), and after what time it is looked whether the files have changed (60 s).")
                .since("1.27.4")
                .shown("off | max=N [inactive=time] [valid=time]")
                .argsFrom(1)
                .set((scope, s) -> scope.get(key).cache = CertificateCache.parse(s));
        file("password_file", "A file with the passwords that the key may be encrypted with, one a line.",
                (s, path) -> s.passwords = path);
    }

    private void file(String name, String doc, BiConsumer<UpstreamTls, Path> to) {
        directive(name, doc)
                .shown("file")
                .set((scope, s) -> to.accept(scope.get(key), scope.configuration().confPath(s.arg(0))));
    }
}
