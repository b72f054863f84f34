package millrace.gateway.balance;

import java.util.Objects;
import millrace.gateway.config.ConfigException;
import millrace.gateway.config.Context;
import millrace.gateway.config.Digits;
import millrace.gateway.config.Feature;
import millrace.gateway.config.Registry;
import millrace.gateway.config.Scope;
import millrace.gateway.config.Statement;
import millrace.gateway.config.TimeSpan;
import millrace.gateway.config.Values;
import millrace.gateway.resolver.ResolverLine;
import millrace.gateway.resolver.ResolverSettings;

/** The directives of upstream groups. */
public final class UpstreamFeature implements Feature {
    private static final int PORT = 80;
    private static final int NO_PORT = 0;
    private static final long SMALLEST_ZONE = 32_768;
    private static final long QUEUE_TIMEOUT_MILLIS = 60_000;

    @Override
    public void register(Registry registry) {
        // Its settings are asked for by others, whether any directive of its own was read or not.
        Objects.requireNonNull(Upstreams.KEY);
        registry.directive("upstream", Context.HTTP)
                .since("0.1.0")
                .doc("A group of servers that `proxy_pass` can name.")
                .repeated()
                .block(Context.UPSTREAM, UpstreamFeature::open, UpstreamFeature::close);
        registry.directive("upstream", Context.STREAM)
                .since("1.9.0")
                .doc("A group of servers that `proxy_pass` can name.")
                .repeated()
                .block(Context.UPSTREAM_IN_STREAM, UpstreamFeature::open, UpstreamFeature::close);
        registry.directive("server", Context.UPSTREAM, Context.UPSTREAM_IN_STREAM)
                .since("0.1.0")
                .doc("A server of the group: `address [weight=n] [max_conns=n] [max_fails=n] [fail_timeout=time] "
                        + "[slow_start=time] [backup] [down] [drain] [route=text] [resolve] [service=name]`.")
                .argsFrom(1)
                .repeated()
                .set(UpstreamFeature::server);
        registry.directive("zone", Context.UPSTREAM, Context.UPSTREAM_IN_STREAM)
                .since("1.9.0")
                .doc("Counters are shared by all loops in any case; the directive is accepted for compatibility.")
                .args(1, 2)
                .repeated()
                .set(UpstreamFeature::zone);
        new MethodDirectives().register(registry);
        new HealthChecks.Directives().register(registry);
        keepAlive(registry);
        requests(registry);
        resolver(registry);
    }

    /** What becomes of requests beyond the choice of a peer. */
    private static void requests(Registry registry) {
        registry.directive("sticky", Context.UPSTREAM)
                .since("1.29.6")
                .doc("Binds clients to the server that has served them: `cookie name …`, `route $variable …`, `learn …`.")
                .argsFrom(2)
                .set((scope, s) -> scope.get(UpstreamSettings.KEY).sticky = StickyLine.read(scope, s));
        registry.directive("queue", Context.UPSTREAM, Context.UPSTREAM_IN_STREAM)
                .since("1.5.12")
                .doc("How many requests may wait for a server when none can take one, and for how long: "
                        + "`number [timeout=time]`, 60 s unless said otherwise.")
                .args(1, 2)
                .set(UpstreamFeature::queue);
        registry.directive("retry_budget", Context.UPSTREAM, Context.UPSTREAM_IN_STREAM)
                .doc("The share of requests that may be tried again at another server, and how many always may in a "
                        + "second: `20% [min=10]`. Not in nginx.")
                .args(1, 2)
                .set(UpstreamFeature::retryBudget);
    }

    private static void keepAlive(Registry registry) {
        registry.directive("keepalive", Context.UPSTREAM)
                .since("1.1.4")
                .doc("How many idle connections each loop keeps; with `local`, each location its own. 0 keeps none.")
                .args(1, 2)
                .set(UpstreamFeature::keepAlive);
        registry.directive("keepalive_requests", Context.UPSTREAM)
                .since("1.15.3")
                .doc("How many requests a connection may have.")
                .number(UpstreamSettings.KEY, (s, n) -> s.keepAlive = s.keepAlive.withRequests(n));
        registry.directive("keepalive_time", Context.UPSTREAM)
                .since("1.19.10")
                .doc("How long a connection may go on with further requests.")
                .time(UpstreamSettings.KEY, (s, millis) -> s.keepAlive = s.keepAlive.withTime(millis));
        registry.directive("keepalive_timeout", Context.UPSTREAM)
                .since("1.15.3")
                .doc("How long an idle connection is kept.")
                .time(UpstreamSettings.KEY, (s, millis) -> s.keepAlive = s.keepAlive.withTimeout(millis));
    }

    private static void resolver(Registry registry) {
        registry.directive("resolver", Context.UPSTREAM, Context.UPSTREAM_IN_STREAM)
                .since("1.27.3")
                .doc("Name servers for this group's `resolve`.")
                .argsFrom(1)
                .set((scope, s) -> scope.get(UpstreamSettings.KEY).resolver = ResolverLine.read(s));
        registry.directive("resolver_timeout", Context.UPSTREAM, Context.UPSTREAM_IN_STREAM)
                .since("1.27.3")
                .doc("How long a look-up for this group may take.")
                .time(UpstreamSettings.KEY, (s, millis) -> s.resolverTimeoutMillis = millis);
    }

    private static void open(Scope scope, Statement statement, Scope inner) throws ConfigException {
        Upstreams.of(scope).declare(statement.arg(0), statement.place());
        inner.get(UpstreamSettings.KEY).spec.name = statement.arg(0);
    }

    private static void close(Scope scope, Statement statement, Scope inner) throws ConfigException {
        UpstreamSettings settings = inner.get(UpstreamSettings.KEY);
        if (settings.spec.servers.isEmpty()) {
            throw statement.error("no servers are inside upstream");
        }
        if (settings.spec.servers.stream().allMatch(server -> server.options().backup())) {
            throw statement.error("no servers in upstream \"" + settings.spec.name + "\"");
        }
        Upstream upstream = new Upstream(settings);
        Upstreams.of(scope).add(upstream);
        // The level around it is complete only when all is read, and may say who resolves names.
        scope.configuration().whenRead(() -> {
            ResolverSettings outer = scope.get(ResolverSettings.KEY);
            ResolverSettings.Resolver resolver = settings.resolver == null ? outer.resolver() : settings.resolver;
            if (!settings.resolved.isEmpty() && resolver.isOff()) {
                throw statement.error("no resolver defined to resolve names at run time in upstream \""
                        + upstream.name() + "\"");
            }
            Long timeout = settings.resolverTimeoutMillis;
            upstream.resolver(resolver, timeout == null ? outer.timeoutMillis() : timeout);
        });
    }

    private static void server(Scope scope, Statement statement) throws ConfigException {
        UpstreamSettings settings = scope.get(UpstreamSettings.KEY);
        ServerLine line = new ServerLine(statement, settings.backups, scope.isStream() ? NO_PORT : PORT);
        int number = settings.spec.servers.size();
        settings.spec.servers.add(new GroupSpec.Server(line.options(), line.endpoints()));
        if (line.isResolvedLater()) {
            settings.resolved.add(new UpstreamSettings.Resolved(number, line.host(), line.port(), line.service()));
        }
    }

    private static void zone(Scope scope, Statement statement) throws ConfigException {
        String name = statement.arg(0);
        if (name.isEmpty()) {
            throw statement.error("invalid zone name \"\"");
        }
        if (statement.args().size() == 2) {
            long size = Values.bytes(statement.arg(1));
            if (size < 0) {
                throw statement.error("invalid zone size \"" + statement.arg(1) + "\"");
            }
            if (size < SMALLEST_ZONE) {
                throw statement.error("zone \"" + name + "\" is too small");
            }
        }
    }

    private static void keepAlive(Scope scope, Statement statement) throws ConfigException {
        UpstreamSettings settings = scope.get(UpstreamSettings.KEY);
        String value = statement.arg(0);
        int number = Digits.number(value);
        if (number < 0) {
            throw statement.error("invalid value \"" + value + "\" in \"keepalive\" directive");
        }
        boolean local = statement.args().size() == 2;
        if (local && !statement.arg(1).equals("local")) {
            throw statement.error("invalid parameter \"" + statement.arg(1) + "\"");
        }
        settings.keepAlive = settings.keepAlive.withConnections(number, local);
    }

    private static void queue(Scope scope, Statement statement) throws ConfigException {
        UpstreamSettings settings = scope.get(UpstreamSettings.KEY);
        int number = Digits.number(statement.arg(0));
        if (number < 1) {
            throw statement.error("invalid value \"" + statement.arg(0) + "\" in \"queue\" directive");
        }
        long millis = QUEUE_TIMEOUT_MILLIS;
        if (statement.args().size() == 2) {
            String parameter = statement.arg(1);
            millis = parameter.startsWith("timeout=") ? TimeSpan.millis(parameter.substring(8)) : -1;
            if (millis < 0) {
                throw statement.error("invalid parameter \"" + parameter + "\"");
            }
        }
        settings.spec.queue = number;
        settings.queueTimeoutMillis = millis;
    }

    private static void retryBudget(Scope scope, Statement statement) throws ConfigException {
        String share = statement.arg(0);
        int percent = share.endsWith("%") ? Digits.number(share.substring(0, share.length() - 1)) : -1;
        if (percent < 0) {
            throw statement.error("invalid value \"" + share + "\" in \"retry_budget\" directive", "as 20%");
        }
        int free = 10;
        if (statement.args().size() == 2) {
            String parameter = statement.arg(1);
            free = parameter.startsWith("min=") ? Digits.number(parameter.substring(4)) : -1;
            if (free < 0) {
                throw statement.error("invalid parameter \"" + parameter + "\"", "as min=10");
            }
        }
        scope.get(UpstreamSettings.KEY).spec.budget = new RetryBudget(percent / 100.0, free);
    }
}
