package millrace.gateway.content;

import millrace.gateway.config.Context;
import millrace.gateway.config.Feature;
import millrace.gateway.config.Registry;

/** Charsets of texts: nginx's charset module. */
public final class CharsetFeature implements Feature {
    @Override
    public void register(Registry registry) {
        registry.directive("charset", FileFeature.ALL_AND_IF)
                .since("0.1.0")
                .doc("The charset that content types name, or `off`.")
                .template(CharsetSettings.KEY, (s, template) -> s.charset = template);
        registry.directive("source_charset", FileFeature.ALL_AND_IF)
                .since("0.1.0")
                .doc("The charset that texts are in; if it is another one, they are written anew by a `charset_map`.")
                .template(CharsetSettings.KEY, (s, template) -> s.source = template);
        registry.directive("override_charset", FileFeature.ALL_AND_IF)
                .since("0.1.0")
                .doc("Whether this is done also to replies that name their charset.")
                .flag(CharsetSettings.KEY, (s, on) -> s.override = on);
        registry.directive("charset_types", FileFeature.ALL)
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
