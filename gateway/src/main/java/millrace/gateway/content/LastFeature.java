package millrace.gateway.content;

import millrace.gateway.config.Feature;
import millrace.gateway.config.Registry;
import millrace.gateway.exchange.Phase;

/** What comes after all others: files answer what nobody else does, and parts are cut out of what the others have made. */
public final class LastFeature implements Feature {
    @Override
    public void register(Registry registry) {
        registry.phase(Phase.CONTENT, new StaticFile());
        registry.headFilter(new RangeFilter());
    }
}
