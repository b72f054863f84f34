package millrace.gateway.server;

import java.util.List;
import millrace.gateway.config.ConfigException;
import millrace.gateway.config.Context;
import millrace.gateway.config.Feature;
import millrace.gateway.config.Registry;
import millrace.gateway.config.Scope;
import millrace.gateway.config.Statement;
import millrace.gateway.config.Values;
import millrace.gateway.exchange.CoreSettings;
import millrace.gateway.exchange.Phase;
import millrace.gateway.exchange.Plan;
import millrace.gateway.port.Listen;
import millrace.gateway.route.ServerNameSettings;
import millrace.gateway.tls.TlsSettings;

/** The blocks {@code http} and {@code server}, where servers listen, and how long connections live: nginx's core module. */
public final class HttpFeature implements Feature {
    private static final Context[] ALL = {Context.HTTP, Context.SERVER, Context.LOCATION};
    private static final Context[] SERVERS = {Context.HTTP, Context.SERVER};

    @Override
    public void register(Registry registry) {
        blocks(registry);
        keepAlive(registry);
        times(registry);
        registry.directive("satisfy", ALL)
                .since("0.6.11")
                .doc("Whether all of the access checks must agree, or any of them is enough.")
                .word(CoreSettings.KEY, List.of("all", "any"), (s, word) -> s.satisfyAny(word.equals("any")));
        registry.directive("chunked_transfer_encoding", ALL)
                .since("0.7.66")
                .doc("Whether a body of unknown length is sent in chunks; off is for clients that cannot read them.")
                .flag(CoreSettings.KEY, CoreSettings::chunked);
        registry.directive("server_tokens", ALL)
                .since("0.1.0")
                .doc("Whether the field `Server` tells the version. `build` is as `on`.")
                .word(CoreSettings.KEY, List.of("on", "off", "build"), (s, word) -> s.tokens(!word.equals("off")));
    }

    private static void blocks(Registry registry) {
        registry.directive("http", Context.MAIN)
                .since("0.1.0")
                .doc("All that is served by HTTP.")
                .args(0, 0)
                .block(Context.HTTP, (scope, statement, inner) -> Plan.touch(inner));
        registry.directive("server", Context.HTTP)
                .since("0.1.0")
                .doc("A virtual server: where it listens, the names it goes by, and what it serves.")
                .args(0, 0)
                .repeated()
                .block(Context.SERVER, (scope, statement, inner) -> {
                    Plan.touch(inner);
                    inner.get(ServerSettings.KEY);
                    inner.get(ServerNameSettings.KEY);
                    scope.configuration().whenRead(() -> inner.get(TlsSettings.KEY).load(inner));
                });
        registry.directive("listen", Context.SERVER)
                .since("0.1.0")
                .doc("An address that the server listens on: `address[:port]`, `port`, `[::]:port` or `unix:path`; `first-last` in place of a port is each of them.")
                .argsFrom(1)
                .repeated()
                .set(HttpFeature::listen);
    }

    private static void listen(Scope scope, Statement statement) throws ConfigException {
        List<Listen> all = Listen.parse(statement);
        all.forEach(scope.get(ServerSettings.KEY)::listen);
        if (all.getFirst().http2()) {
            scope.configuration().warn(statement.place(),
                    "the \"listen ... http2\" directive is deprecated, use the \"http2\" directive instead");
        }
    }

    private static void keepAlive(Registry registry) {
        registry.directive("keepalive_timeout", ALL)
                .since("0.1.0")
                .doc("How long an idle connection is kept; 0 closes it after each reply. The second time is told in `Keep-Alive`.")
                .args(1, 2)
                .set(HttpFeature::keepAliveTimeout);
        registry.directive("keepalive_requests", ALL)
                .since("0.8.0")
                .doc("How many requests a connection may have.")
                .number(CoreSettings.KEY, CoreSettings::keepAliveRequests);
        registry.directive("keepalive_disable", ALL)
                .since("0.8.0")
                .doc("Browsers whose connections are not kept: `msie6` after a POST, `safari`. `msie6`, if not said.")
                .words(OldBrowsers.KEY, OldBrowsers.NAMES, OldBrowsers::names);
        registry.phase(Phase.PREACCESS, OldBrowsers.handler());
        registry.directive("keepalive_time", ALL)
                .since("1.19.10")
                .doc("How long a connection may go on with further requests.")
                .time(CoreSettings.KEY, CoreSettings::keepAliveTime);
    }

    private static void keepAliveTimeout(Scope scope, Statement statement) throws ConfigException {
        long field = statement.args().size() > 1 ? Values.seconds(statement, statement.arg(1)) : 0;
        scope.get(CoreSettings.KEY).keepAlive(Values.millis(statement, statement.arg(0)), field);
    }

    private static void times(Registry registry) {
        registry.directive("client_header_timeout", SERVERS)
                .since("0.1.0")
                .doc("How long a client may take for a whole head.")
                .time(CoreSettings.KEY, CoreSettings::headTimeout);
        registry.directive("client_body_timeout", ALL)
                .since("0.1.0")
                .doc("How long a client may take from one piece of a body to the next.")
                .time(CoreSettings.KEY, CoreSettings::bodyTimeout);
        registry.directive("send_timeout", ALL)
                .since("0.1.0")
                .doc("How long a client may take from one piece of a reply to the next.")
                .time(CoreSettings.KEY, CoreSettings::sendTimeout);
        registry.directive("lingering_close", ALL)
                .since("1.1.0")
                .doc("Whether a connection is read for a while before it is closed, so that the client gets the reply.")
                .word(CoreSettings.KEY, CoreSettings.Lingering.class, CoreSettings::lingering);
        registry.directive("lingering_time", ALL)
                .since("0.1.0")
                .doc("For how long altogether.")
                .time(CoreSettings.KEY, CoreSettings::lingeringTime);
        registry.directive("lingering_timeout", ALL)
                .since("0.1.0")
                .doc("How long the client may be silent meanwhile.")
                .time(CoreSettings.KEY, CoreSettings::lingeringTimeout);
    }
}
