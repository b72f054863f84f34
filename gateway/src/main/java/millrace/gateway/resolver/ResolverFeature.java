package millrace.gateway.resolver;

import millrace.gateway.config.Context;
import millrace.gateway.config.Feature;
import millrace.gateway.config.Registry;

/** Who resolves names at run time, of nginx's core modules; what an upstream block says of it is the block's. */
public final class ResolverFeature implements Feature {
    private static final Context[] LEVELS =
            {Context.HTTP, Context.SERVER, Context.LOCATION, Context.STREAM, Context.SERVER_IN_STREAM};

    @Override
    public void register(Registry registry) {
        registry.directive("resolver", LEVELS)
                .since("0.6.32")
                .doc("Name servers, asked while the gateway runs: `address … [valid=time] [ipv4=on|off] [ipv6=on|off] "
                        + "[status_zone=name]`.")
                .argsFrom(1)
                .set((scope, s) -> scope.get(ResolverSettings.KEY).resolver = ResolverLine.read(s));
        registry.directive("resolver_timeout", LEVELS)
                .since("0.8.11")
                .doc("How long a look-up may take.")
                .time(ResolverSettings.KEY, (s, millis) -> s.timeoutMillis = millis);
    }
}
