package millrace.gateway.rate;

import millrace.gateway.config.Context;
import millrace.gateway.config.Feature;
import millrace.gateway.config.Registry;
import millrace.gateway.config.Values;

/** How fast replies are sent: nginx's core module. */
public final class RateFeature implements Feature {
    private static final Context[] ALL_AND_IF = {Context.HTTP, Context.SERVER, Context.LOCATION, Context.IF_IN_LOCATION};

    @Override
    public void register(Registry registry) {
        registry.directive("limit_rate", ALL_AND_IF)
                .since("0.1.0")
                .doc("How many bytes a second a client gets of one reply; 0 for any.")
                .template(RateSettings.KEY, (s, template) -> s.rate = template);
        registry.directive("limit_rate_after", ALL_AND_IF)
                .since("0.8.0")
                .doc("How many bytes it gets before that.")
                .template(RateSettings.KEY, (s, template) -> s.after = template);
        registry.variable("limit_rate", (x, to) -> {
            to.number(x.settings(RateSettings.KEY).rate(x));
            return true;
        }, (x, value) -> x.state(RateSettings.OWN, Math.max(0, Values.bytes(value))));
    }
}
