package millrace.gateway.sub;

import millrace.gateway.config.Context;
import millrace.gateway.config.Feature;
import millrace.gateway.config.Registry;
import millrace.gateway.exchange.TypeSet;
import millrace.gateway.variable.Template;

/** Texts in bodies that are replaced: nginx's sub module. Its filter has its place in {@code LastFeature}. */
public final class SubFeature implements Feature {
    private static final Context[] ALL = {Context.HTTP, Context.SERVER, Context.LOCATION};

    @Override
    public void register(Registry registry) {
        registry.directive("sub_filter", ALL)
                .since("0.7.24")
                .doc("A text that is looked for in bodies, in either case of letters, and what takes its place. Levels that have any "
                        + "do without those around them.")
                .shown("text replacement")
                .args(2, 2)
                .repeated()
                .set((scope, s) -> {
                    if (s.arg(0).isEmpty()) {
                        throw s.error("empty search pattern");
                    }
                    scope.get(SubSettings.KEY).pairs.add(new SubSettings.Pair(
                            Template.compile(s.arg(0), scope, s.place()), Template.compile(s.arg(1), scope, s.place())));
                });
        registry.directive("sub_filter_once", ALL)
                .since("0.7.24")
                .doc("Whether each text is replaced only where it is found first.")
                .flag(SubSettings.KEY, (s, on) -> s.once = on);
        registry.directive("sub_filter_last_modified", ALL)
                .since("1.5.1")
                .doc("Whether the time of the body is told although it is changed.")
                .flag(SubSettings.KEY, (s, on) -> s.keepsTime = on);
        registry.directive("sub_filter_types", ALL)
                .since("0.7.24")
                .doc("The content types whose bodies are looked at, besides `text/html`; `*` for all.")
                .shown("type ...")
                .argsFrom(1)
                .set((scope, s) -> scope.get(SubSettings.KEY).types = TypeSet.withHtml(s.args()));
    }
}
