package millrace.gateway.access;

import millrace.gateway.config.Feature;
import millrace.gateway.config.Registry;

/** All of this room, in the order in which nginx asks. */
public final class AccessFeature implements Feature {
    @Override
    public void register(Registry registry) {
        ProxyProtocolVariables.register(registry);
        RealIp.register(registry);
        LimitExcept.register(registry);
        RequestLimits.register(registry);
        ConnectionLimits.register(registry);
        AccessRules.register(registry);
        BasicAuth.register(registry);
        AuthRequest.register(registry);
    }
}
