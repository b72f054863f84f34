package millrace.gateway.conditional;

import millrace.gateway.config.Context;
import millrace.gateway.config.Feature;
import millrace.gateway.config.Registry;

/** What clients need not be sent again: of nginx's core module. */
public final class ConditionalFeature implements Feature {
    @Override
    public void register(Registry registry) {
        registry.directive("if_modified_since", Context.HTTP, Context.SERVER, Context.LOCATION)
                .since("0.7.24")
                .doc("When a file counts as unchanged: when its time is the one that the client knows, or also when it is `before` that.")
                .word(ConditionalSettings.KEY, ConditionalSettings.ModifiedSince.class, (s, mode) -> s.modifiedSince = mode);
    }
}
