package millrace.gateway.charset;

import millrace.gateway.config.Context;
import millrace.gateway.config.Feature;
import millrace.gateway.config.Registry;
import millrace.gateway.exchange.TypeSet;

/** Charsets of texts: nginx's charset module. */
public final class CharsetFeature implements Feature {
    private static final Context[] ALL = {Context.HTTP, Context.SERVER, Context.LOCATION};
    private static final Context[] ALL_AND_IF = {Context.HTTP, Context.SERVER, Context.LOCATION, Context.IF_IN_LOCATION};

    @Override
    public void register(Registry registry) {
        registry.directive("charset", ALL_AND_IF)
                .since("0.1.0")
                .doc("The charset that content types name, or `off`.")
                .template(CharsetSettings.KEY, (s, template) -> s.charset = template);
        registry.directive("source_charset", ALL_AND_IF)
                .since("0.1.0")
                .doc("The charset that texts are in; if it is another one, they are written anew by a `charset_map`.")
                .template(CharsetSettings.KEY, (s, template) -> s.source = template);
        registry.directive("override_charset", ALL_AND_IF)
                .since("0.1.0")
                .doc("Whether this is done also to replies that name their charset.")
                .flag(CharsetSettings.KEY, (s, on) -> s.override = on);
        registry.directive("charset_types", ALL)
                .since("0.7.9")
                .doc("The content types that have a charset, besides `text/html`; `*` for all.")
                .shown("type ...")
                .argsFrom(1)
                .set((scope, s) -> scope.get(CharsetSettings.KEY).types = TypeSet.withHtml(s.args()));
        registry.directive("charset_map", Context.HTTP)
                .since("0.1.0")
                .doc("How to write one charset in another: on each line an octet of the first and, of the second, an octet or, "
                        + "for `utf-8`, several; in hexadecimal digits.")
                .shown("charset charset")
                .args(2, 2)
                .repeated()
                .lines((scope, s) -> Recoding.read(s, scope.get(CharsetSettings.KEY)));
    }
}
