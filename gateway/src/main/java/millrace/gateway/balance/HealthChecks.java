package millrace.gateway.balance;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import millrace.gateway.config.ConfigException;
import millrace.gateway.config.Configuration;
import millrace.gateway.config.Context;
import millrace.gateway.config.Feature;
import millrace.gateway.config.Registry;
import millrace.gateway.config.Scope;
import millrace.gateway.config.Settings;
import millrace.gateway.config.SettingsKey;
import millrace.gateway.config.Statement;

/** Active checks of a configuration: the directives {@code health_check} and {@code match}. */
public final class HealthChecks implements Settings<HealthChecks> {
    static final SettingsKey<HealthChecks> KEY = SettingsKey.of(HealthChecks::new);

    private final Map<String, Match> matches = new HashMap<>();
    /** By upstream: one that several locations check is checked by the first. */
    private final Map<Upstream, Check> checks = new LinkedHashMap<>();

    /** How one upstream is checked. */
    record Check(Upstream upstream, HealthSpec spec, Match match) {}

    @Override
    public void inherit(HealthChecks outer) {}

    static List<Check> of(Configuration configuration) {
        return new ArrayList<>(configuration.main().get(KEY).checks.values());
    }

    /** The directives. */
    public static final class Directives implements Feature {
        @Override
        public void register(Registry registry) {
            // Asked for even where none of them stands.
            Objects.requireNonNull(KEY);
            registry.directive("match", Context.HTTP)
                    .since("1.5.12")
                    .doc("When an answer to a health check is good: lines of `status`, `header` and `body`.")
                    .repeated()
                    .lines(HealthChecks::match);
            registry.directive("health_check", Context.LOCATION)
                    .since("1.5.12")
                    .doc("Asks every server of the location's upstream in turn, and sends nothing to those that fail: "
                            + "`[interval=5s] [jitter=0] [timeout=interval] [fails=1] [passes=1] [uri=/] [match=name] "
                            + "[port=number] [mandatory [persistent]]`.")
                    .argsFrom(0)
                    .set(HealthChecks::check);
        }
    }

    private static void match(Scope scope, Statement statement) throws ConfigException {
        Map<String, Match> matches = scope.configuration().main().get(KEY).matches;
        if (matches.put(statement.arg(0), MatchLines.read(statement)) != null) {
            throw statement.error("duplicate match \"" + statement.arg(0) + "\"");
        }
    }

    private static void check(Scope scope, Statement statement) throws ConfigException {
        HealthSpec spec = HealthSpec.read(statement);
        HealthChecks all = scope.configuration().main().get(KEY);
        scope.configuration().whenRead(() -> {
            Upstream upstream = upstream(scope);
            if (upstream == null) {
                throw statement.error("\"health_check\" needs a \"proxy_pass\" to an upstream in the same location");
            }
            Match match = spec.match.isEmpty() ? Match.DEFAULT : all.matches.get(spec.match);
            if (match == null) {
                throw statement.error("match \"" + spec.match + "\" is not defined");
            }
            if (all.checks.putIfAbsent(upstream, new Check(upstream, spec, match)) == null && spec.mandatory) {
                upstream.mandatory();
            }
        });
    }

    /** Whom the location passes requests to, or {@code null} if that is no upstream block. */
    private static Upstream upstream(Scope location) {
        for (Statement each : location.statement().block()) {
            if (each.name().equals("proxy_pass") && !each.args().isEmpty()) {
                String url = each.arg(0);
                String rest = url.substring(url.indexOf("://") < 0 ? 0 : url.indexOf("://") + 3);
                int slash = rest.indexOf('/');
                return Upstreams.of(location.configuration()).named(slash < 0 ? rest : rest.substring(0, slash));
            }
        }
        return null;
    }
}
