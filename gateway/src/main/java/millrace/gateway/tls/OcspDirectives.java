package millrace.gateway.tls;

import millrace.gateway.config.Context;
import millrace.gateway.config.Declaration;
import millrace.gateway.config.Registry;

/** The directives {@code ssl_ocsp}. */
final class OcspDirectives {
    private static final Context[] SERVERS = {Context.HTTP, Context.SERVER, Context.STREAM, Context.SERVER_IN_STREAM};

    private OcspDirectives() {}

    private static Declaration directive(Registry registry, String name, String doc) {
        return registry.directive(name, SERVERS).since("1.19.0").doc(doc);
    }

    static void register(Registry r) {
        directive(r, "ssl_ocsp", "Whether those who have issued a client's certificate are asked by OCSP if it is still good: about it "
                        + "and all that vouch for it, or with `leaf` about it alone. No answer is as bad as a bad one. Takes "
                        + "`ssl_verify_client on` or `optional`.")
                .word(TlsSettings.KEY, Revocation.Extent.class, (s, word) -> s.ocsp = word);
        directive(r, "ssl_ocsp_cache", "Where their answers are kept for as long as they count.")
                .shown("off | shared:name:size")
                .set((scope, s) -> scope.get(TlsSettings.KEY).ocspCache = OcspCache.parse(s));
        directive(r, "ssl_ocsp_responder", "Who is asked, by `http://`; if not said, whom each certificate names: for that, names "
                        + "take a `resolver`.")
                .text(TlsSettings.KEY, (s, url) -> s.ocspResponder = url);
    }
}
