package millrace.gateway.addition;

import millrace.gateway.config.Context;
import millrace.gateway.config.Feature;
import millrace.gateway.config.Registry;
import millrace.gateway.exchange.TypeSet;

/** Something before and behind bodies: nginx's addition module. */
public final class AdditionFeature implements Feature {
    private static final Context[] ALL = {Context.HTTP, Context.SERVER, Context.LOCATION};

    @Override
    public void register(Registry registry) {
        registry.directive("add_before_body", ALL)
                .since("0.1.0")
                .doc("A path whose reply stands before bodies; the empty text for none.")
                .text(AdditionSettings.KEY, (s, path) -> s.before = path);
        registry.directive("add_after_body", ALL)
                .since("0.1.0")
                .doc("A path whose reply stands behind bodies; the empty text for none.")
                .text(AdditionSettings.KEY, (s, path) -> s.after = path);
        registry.directive("addition_types", ALL)
                .since("0.7.9")
                .doc("The content types whose bodies get it, besides `text/html`; `*` for all.")
                .shown("type ...")
                .argsFrom(1)
                .set((scope, s) -> scope.get(AdditionSettings.KEY).types = TypeSet.withHtml(s.args()));
    }
}
