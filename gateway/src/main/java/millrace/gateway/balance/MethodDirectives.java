package millrace.gateway.balance;

import java.util.List;
import java.util.Map;
import millrace.gateway.config.ConfigException;
import millrace.gateway.config.Context;
import millrace.gateway.config.Registry;
import millrace.gateway.config.Scope;
import millrace.gateway.config.Statement;
import millrace.gateway.variable.Template;

/** The directives that choose a group's method. Without one it is round robin. */
final class MethodDirectives {
    private static final Map<String, RandomChoice.Two> TWO = Map.of(
            "least_conn", RandomChoice.Two.LEAST_CONN,
            "least_time=header", RandomChoice.Two.LEAST_TIME_HEADER,
            "least_time=last_byte", RandomChoice.Two.LEAST_TIME_LAST_BYTE);

    /** Those of {@code stream}, whose sessions have no header. */
    private static final Map<String, RandomChoice.Two> TWO_OF_STREAM = Map.of(
            "least_conn", RandomChoice.Two.LEAST_CONN,
            "least_time=connect", RandomChoice.Two.LEAST_TIME_HEADER,
            "least_time=first_byte", RandomChoice.Two.LEAST_TIME_HEADER,
            "least_time=last_byte", RandomChoice.Two.LEAST_TIME_LAST_BYTE);

    void register(Registry registry) {
        byLoad(registry);
        byKey(registry);
        registry.directive("random", Context.UPSTREAM, Context.UPSTREAM_IN_STREAM)
                .since("1.15.1")
                .doc("At random by weight; `two` draws two and takes the better by `least_conn`, `least_time=header` or "
                        + "`least_time=last_byte`.")
                .args(0, 2)
                .repeated()
                .set(MethodDirectives::random);
    }

    private static void byLoad(Registry registry) {
        registry.directive("least_conn", Context.UPSTREAM, Context.UPSTREAM_IN_STREAM)
                .since("1.3.1")
                .doc("The server with the fewest connections for its weight.")
                .args(0, 0)
                .repeated()
                .set((scope, s) -> choose(scope, s, LeastConn.METHOD, true));
        registry.directive("least_time", Context.UPSTREAM, Context.UPSTREAM_IN_STREAM)
                .since("1.7.10")
                .doc("The server that is expected to be done first, by its times up to the `header` or the `last_byte` (in `stream` "
                        + "to the `connect`, the `first_byte` or the `last_byte`); "
                        + "with `inflight` those of requests that wait count too.")
                .args(1, 2)
                .repeated()
                .set(MethodDirectives::leastTime);
        registry.directive("peak_ewma", Context.UPSTREAM, Context.UPSTREAM_IN_STREAM)
                .doc("The server with the least load, by a moving average of its times that rises at once and falls "
                        + "slowly, as in Finagle and Linkerd. Not in nginx.")
                .args(0, 0)
                .repeated()
                .set((scope, s) -> choose(scope, s, PeakEwma.METHOD, true));
    }

    private static void byKey(Registry registry) {
        registry.directive("ip_hash", Context.UPSTREAM)
                .since("0.1.0")
                .doc("By the client's address: the same client comes to the same server.")
                .args(0, 0)
                .repeated()
                .set((scope, s) -> {
                    choose(scope, s, IpHash.METHOD, false);
                    scope.get(UpstreamSettings.KEY).byClient = true;
                });
        registry.directive("hash", Context.UPSTREAM, Context.UPSTREAM_IN_STREAM)
                .since("1.7.2")
                .doc("By a key. With `consistent` (ketama) a server more or less moves only few keys.")
                .args(1, 2)
                .repeated()
                .set(MethodDirectives::hash);
        registry.directive("maglev", Context.UPSTREAM, Context.UPSTREAM_IN_STREAM)
                .doc("By a key, consistently and evenly: Google's Maglev. Not in nginx.")
                .repeated()
                .set((scope, s) -> keyed(scope, s, Maglev.METHOD, s.arg(0)));
    }

    private static void choose(Scope scope, Statement statement, Method method, boolean backups) {
        UpstreamSettings settings = scope.get(UpstreamSettings.KEY);
        if (settings.chosen) {
            scope.configuration().warn(statement.place(), "load balancing method redefined");
        }
        settings.chosen = true;
        settings.spec.method = method;
        settings.backups = backups;
        settings.key = null;
        settings.byClient = false;
    }

    private static void keyed(Scope scope, Statement statement, Method method, String key) throws ConfigException {
        choose(scope, statement, method, false);
        scope.get(UpstreamSettings.KEY).key = Template.compile(key, scope, statement.place());
    }

    private static void hash(Scope scope, Statement statement) throws ConfigException {
        boolean consistent = statement.args().size() == 2;
        if (consistent && !statement.arg(1).equals("consistent")) {
            throw invalid(statement, statement.arg(1));
        }
        keyed(scope, statement, consistent ? Ketama.METHOD : KeyHash.METHOD, statement.arg(0));
    }

    private static void leastTime(Scope scope, Statement statement) throws ConfigException {
        boolean lastByte = statement.arg(0).equals("last_byte");
        List<String> words = scope.isStream() ? List.of("connect", "first_byte", "last_byte") : List.of("header", "last_byte");
        if (!words.contains(statement.arg(0))) {
            throw statement.error("invalid value \"" + statement.arg(0) + "\"", String.join(" or ", words));
        }
        scope.get(UpstreamSettings.KEY).timesConnect = statement.arg(0).equals("connect");
        boolean inflight = statement.args().size() == 2;
        if (inflight && !statement.arg(1).equals("inflight")) {
            throw invalid(statement, statement.arg(1));
        }
        choose(scope, statement, LeastTime.method(lastByte, inflight), true);
    }

    private static void random(Scope scope, Statement statement) throws ConfigException {
        RandomChoice.Two two = null;
        if (!statement.args().isEmpty()) {
            if (!statement.arg(0).equals("two")) {
                throw invalid(statement, statement.arg(0));
            }
            two = statement.args().size() == 1 ? RandomChoice.Two.LEAST_CONN
                    : (scope.isStream() ? TWO_OF_STREAM : TWO).get(statement.arg(1));
            scope.get(UpstreamSettings.KEY).timesConnect = statement.args().getLast().equals("least_time=connect");
            if (two == null) {
                throw invalid(statement, statement.arg(1));
            }
        }
        choose(scope, statement, RandomChoice.method(two), false);
    }

    private static ConfigException invalid(Statement statement, String parameter) {
        return statement.error("invalid parameter \"" + parameter + "\"");
    }
}
