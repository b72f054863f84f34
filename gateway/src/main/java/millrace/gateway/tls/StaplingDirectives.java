package millrace.gateway.tls;

import millrace.gateway.config.Context;
import millrace.gateway.config.Declaration;
import millrace.gateway.config.Registry;

/** The directives {@code ssl_stapling}. */
final class StaplingDirectives {
    private static final Context[] SERVERS = {Context.HTTP, Context.SERVER, Context.STREAM, Context.SERVER_IN_STREAM};

    private StaplingDirectives() {}

    private static Declaration directive(Registry registry, String name, String doc) {
        return registry.directive(name, SERVERS).since("1.3.7").doc(doc);
    }

    static void register(Registry r) {
        directive(r, "ssl_stapling", "Whether clients are told in the handshake that the certificate is still good, as its issuer "
                        + "says by OCSP. The issuer's certificate has to be in the file of `ssl_certificate` or of "
                        + "`ssl_trusted_certificate`. Certificates with variables go without.")
                .flag(TlsSettings.KEY, (s, on) -> s.staples = on);
        directive(r, "ssl_stapling_file", "A file with the answer of an OCSP responder, in the form DER; nobody is asked then.")
                .shown("file")
                .set((scope, s) -> scope.get(TlsSettings.KEY).stapleFile = scope.configuration().confPath(s.arg(0)));
        directive(r, "ssl_stapling_responder", "Who is asked, by `http://`; if not said, whom the certificate names. With a "
                        + "`resolver` its name is looked up each time, else when the configuration is read.")
                .text(TlsSettings.KEY, (s, url) -> s.stapleResponder = url);
        directive(r, "ssl_stapling_verify", "Whether the one who has signed the answer has to be trusted, by "
                        + "`ssl_trusted_certificate`.")
                .flag(TlsSettings.KEY, (s, on) -> s.stapleVerifies = on);
    }
}
