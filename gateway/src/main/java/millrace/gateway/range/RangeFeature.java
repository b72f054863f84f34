package millrace.gateway.range;

import millrace.gateway.config.Context;
import millrace.gateway.config.Feature;
import millrace.gateway.config.Registry;

/** Whether parts may be asked for: nginx's range filter. */
public final class RangeFeature implements Feature {
    @Override
    public void register(Registry registry) {
        registry.directive("max_ranges", Context.HTTP, Context.SERVER, Context.LOCATION)
                .since("1.1.2")
                .doc("How many parts of a file one request may have; with 0 it gets all of it.")
                .number(RangeSettings.KEY, (s, number) -> s.maxRanges = number);
    }
}
