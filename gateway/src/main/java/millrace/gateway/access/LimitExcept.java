package millrace.gateway.access;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import millrace.gateway.config.ConfigException;
import millrace.gateway.config.Context;
import millrace.gateway.config.Registry;
import millrace.gateway.config.Scope;
import millrace.gateway.config.Settings;
import millrace.gateway.config.SettingsKey;
import millrace.gateway.config.Statement;
import millrace.gateway.exchange.Exchange;
import millrace.gateway.exchange.Phase;
import millrace.gateway.exchange.Plan;

/** {@code limit_except}: a level inside a location for all methods but those named. */
final class LimitExcept implements Settings<LimitExcept> {
    static final SettingsKey<LimitExcept> KEY = SettingsKey.of(LimitExcept::new);

    private static final List<String> METHODS = List.of("GET", "HEAD", "POST", "PUT", "DELETE", "MKCOL", "COPY", "MOVE",
            "OPTIONS", "PROPFIND", "PROPPATCH", "LOCK", "UNLOCK", "PATCH");

    private final Set<String> allowed = new HashSet<>();
    private Scope others;

    static void register(Registry registry) {
        registry.directive("limit_except", Context.LOCATION)
                .since("0.8.48")
                .doc("What holds for requests with other methods than these. GET includes HEAD.")
                .shown("method ...")
                .argsFrom(1)
                .block(Context.LIMIT_EXCEPT, (scope, statement, inner) -> {
                    Plan.touch(inner);
                    scope.get(KEY).read(statement, inner);
                });
        registry.phase(Phase.FIND_LOCATION, LimitExcept::choose);
    }

    private static int choose(Exchange x) {
        LimitExcept limit = x.settings(KEY);
        // A location within, which has none, shares what is around it: there it does not hold.
        if (limit.others != null && limit.others.outer() == x.scope() && !limit.allowed.contains(x.method())) {
            x.scope(limit.others);
        }
        return Phase.NEXT;
    }

    private void read(Statement statement, Scope inner) throws ConfigException {
        others = inner;
        for (String method : statement.args()) {
            if (!METHODS.contains(method.toUpperCase(Locale.ROOT))) {
                throw statement.error("invalid method \"" + method + "\"", String.join(", ", METHODS));
            }
            allowed.add(method.toUpperCase(Locale.ROOT));
        }
        if (allowed.contains("GET")) {
            allowed.add("HEAD");
        }
    }

    /** It is the location's own. */
    @Override
    public void inherit(LimitExcept outer) {}
}
