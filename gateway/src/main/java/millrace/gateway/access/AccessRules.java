package millrace.gateway.access;

import java.util.ArrayList;
import java.util.List;
import millrace.gateway.config.ConfigException;
import millrace.gateway.config.Context;
import millrace.gateway.config.Registry;
import millrace.gateway.config.Scope;
import millrace.gateway.config.Settings;
import millrace.gateway.config.SettingsKey;
import millrace.gateway.config.Statement;
import millrace.gateway.exchange.Exchange;
import millrace.gateway.exchange.Phase;
import millrace.gateway.exchange.PhaseHandler;
import millrace.gateway.log.Level;

/** {@code allow} and {@code deny}: the first rule that has the client's address decides. */
final class AccessRules implements Settings<AccessRules> {
    static final SettingsKey<AccessRules> KEY = SettingsKey.of(AccessRules::new);

    private static final Context[] CONTEXTS = {Context.HTTP, Context.SERVER, Context.LOCATION, Context.LIMIT_EXCEPT,
        Context.STREAM, Context.SERVER_IN_STREAM};

    private record Rule(AddressRule addresses, boolean allows) {}

    private List<Rule> rules = new ArrayList<>();

    static void register(Registry registry) {
        directive(registry, "allow", true, "Lets an address, a network, `unix:` or `all` pass.");
        directive(registry, "deny", false, "Refuses an address, a network, `unix:` or `all` with 403.");
        PhaseHandler handler = PhaseHandler.where(scope -> !scope.get(KEY).rules.isEmpty(), x -> x.settings(KEY).judge(x));
        registry.http().phase(Phase.ACCESS, handler);
        registry.stream().phase(Phase.ACCESS, handler);
    }

    private static void directive(Registry registry, String name, boolean allows, String doc) {
        registry.directive(name, CONTEXTS)
                .since("0.1.0")
                .doc(doc)
                .shown("address \\| network \\| `unix:` \\| `all`")
                .args(1, 1)
                .repeated()
                .set((scope, statement) -> scope.get(KEY).add(statement, allows));
    }

    private void add(Statement statement, boolean allows) throws ConfigException {
        rules.add(new Rule(AddressRule.parse(statement, statement.arg(0)), allows));
    }

    private int judge(Exchange x) {
        for (Rule rule : rules) {
            if (rule.addresses.has(x.client().remoteAddress())) {
                if (rule.allows) {
                    return Phase.OK;
                }
                x.log(Level.ERROR, "access forbidden by rule");
                return 403;
            }
        }
        return Phase.NEXT;
    }

    @Override
    public void inherit(AccessRules outer) {
        if (rules.isEmpty() && outer != null) {
            rules = outer.rules;
        }
    }
}
