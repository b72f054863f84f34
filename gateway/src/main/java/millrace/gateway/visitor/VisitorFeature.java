package millrace.gateway.visitor;

import millrace.gateway.config.Feature;
import millrace.gateway.config.Registry;

/** All of this room: nginx's modules referer, secure_link, userid and browser. */
public final class VisitorFeature implements Feature {
    @Override
    public void register(Registry registry) {
        Referers.register(registry);
        SecureLinks.register(registry);
        UserIdSettings.register(registry);
        Browsers.register(registry);
    }
}
