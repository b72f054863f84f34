package millrace.gateway.proxy;

import java.util.Objects;
import millrace.gateway.balance.Upstreams;
import millrace.gateway.config.ConfigException;
import millrace.gateway.config.Configuration;
import millrace.gateway.config.Context;
import millrace.gateway.config.Feature;
import millrace.gateway.config.Registry;
import millrace.gateway.config.Scope;
import millrace.gateway.config.Statement;
import millrace.gateway.exchange.CoreSettings;
import millrace.gateway.tls.UpstreamTls;
import millrace.gateway.variable.Template;

/**
 * {@code grpc_pass} and the directives around it: nginx's module ngx_http_grpc_module. It is a proxy that speaks HTTP/2, keeps
 * nothing back on either way, and passes trailers on.
 */
public final class GrpcFeature implements Feature {
    private static final Context[] PLACES = {Context.LOCATION, Context.IF_IN_LOCATION};

    @Override
    public void register(Registry registry) {
        Objects.requireNonNull(ProxySettings.GRPC_KEY);
        registry.directive("grpc_pass", PLACES)
                .doc("Where gRPC calls go: `[grpc://]host[:port]`, `unix:path`, or an `upstream` for the host; `grpcs://` "
                        + "encrypts. Variables may stand in it.")
                .shown("address")
                .set(GrpcFeature::pass);
        new PassDirectives(registry, "grpc_", ProxySettings.GRPC_KEY).register();
    }

    private static void pass(Scope scope, Statement s) throws ConfigException {
        String source = s.arg(0);
        Configuration configuration = scope.configuration();
        Template template = Template.compile(source, scope, s.place());
        SharedIdle shared = configuration.main().get(SharedIdle.KEY);
        ProxyPass pass;
        if (template.isConstant()) {
            UpstreamUrl url = UpstreamUrl.parse(source, true, s.place());
            if (url.uri() != null) {
                throw s.error("invalid URL \"" + source + "\"", "\"grpc_pass\" has no URI part");
            }
            pass = new ProxyPass(ProxySettings.GRPC_KEY, source, s.place(), null, url, null, shared);
            configuration.whenRead(() -> pass.fixed =
                    new PassTarget(url, Upstreams.of(configuration).target(url.address(), s.place()), pass));
        } else {
            pass = new ProxyPass(ProxySettings.GRPC_KEY, source, s.place(), template, null, null, shared);
        }
        if (!template.isConstant() || pass.url.secure()) {
            configuration.whenRead(() -> scope.get(UpstreamTls.GRPC_KEY).load(configuration));
        }
        scope.get(ProxySettings.GRPC_KEY).pass = pass;
        scope.get(CoreSettings.KEY).handler(pass);
    }
}
