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
import millrace.gateway.config.Values;
import millrace.gateway.exchange.Exchange;
import millrace.gateway.exchange.Phase;
import millrace.gateway.exchange.PhaseHandler;
import millrace.gateway.exchange.StateKey;

/** {@code limit_conn}: how many requests a key may have at work at once. */
final class ConnectionLimits implements Settings<ConnectionLimits> {
    static final SettingsKey<ConnectionLimits> KEY = SettingsKey.of(ConnectionLimits::new);

    private static final Context[] CONTEXTS = {Context.HTTP, Context.SERVER, Context.LOCATION,
        Context.STREAM, Context.SERVER_IN_STREAM};
    private static final StateKey<String> STATUS = StateKey.create();
    private static final StateKey<Boolean> COUNTED = StateKey.create();

    /** Requests of one key that are at work. */
    private static final class Count {
        int requests;
    }

    private record Limit(LimitZone<Count> zone, int most) {}

    private List<Limit> limits = new ArrayList<>();
    private final Refusal refusal = new Refusal();

    static void register(Registry registry) {
        registry.directive("limit_conn_zone", Context.HTTP, Context.STREAM)
                .since("1.1.8")
                .doc("A zone that counts the requests at work of each value of a key.")
                .shown("key `zone=`name:size")
                .args(2, 2)
                .repeated()
                .set((scope, s) -> LimitZones.of(scope).declare(scope, s, "limit_conn_zone", (z, text) -> {
                    throw s.error("invalid parameter \"" + text + "\"", "zone=name:size");
                }, count -> false));
        registry.directive("limit_conn", CONTEXTS)
                .since("0.5.6")
                .doc("How many requests of one key of a zone may be at work at once.")
                .shown("zone number")
                .args(2, 2)
                .repeated()
                .set((scope, s) -> scope.get(KEY).add(scope, s));
        Refusal.register(registry, "limit_conn", "1.17.6", KEY, s -> s.refusal, STATUS, true);
        PhaseHandler handler = PhaseHandler.where(scope -> !scope.get(KEY).limits.isEmpty(), x -> x.settings(KEY).enter(x));
        registry.http().phase(Phase.PREACCESS, handler);
        registry.stream().phase(Phase.PREACCESS, handler);
    }

    private void add(Scope scope, Statement s) throws ConfigException {
        int most = Values.number(s, s.arg(1));
        if (most <= 0 || most > 65535) {
            throw s.error("invalid number of connections \"" + s.arg(1) + "\"", "1 to 65535");
        }
        limits.add(new Limit(LimitZones.of(scope).use(scope, s, s.arg(0), "limit_conn_zone"), most));
    }

    private int enter(Exchange x) {
        Exchange main = x.main();
        if (main.state(COUNTED) != null) {
            return Phase.NEXT; // A request counts once, however often it comes by here.
        }
        return enter(x, main, 0, !x.loop().hasOthers());
    }

    /**
     * @param from which limit is next
     * @param settled whether the loops agree: else one that is over its limit may be so no more
     */
    private int enter(Exchange x, Exchange main, int from, boolean settled) {
        for (int i = from; i < limits.size(); i++) {
            Limit limit = limits.get(i);
            String key = limit.zone.key(x);
            if (key.isEmpty() || key.length() > 65535) {
                continue;
            }
            if (count(limit, key)) {
                main.state(COUNTED, true);
                main.state(STATUS, "PASSED");
                main.attachments().atEnd(() -> leave(limit, key));
            } else if (settled) {
                return refuse(x, limit);
            } else {
                enterLater(x, main, i);
                return Phase.WAIT;
            }
        }
        return Phase.NEXT;
    }

    private void enterLater(Exchange x, Exchange main, int from) {
        long serial = x.serial();
        x.loop().whenOthersSettled(() -> {
            if (x.isStill(serial)) {
                x.resume(enter(x, main, from, true));
            }
        });
    }

    private int refuse(Exchange x, Limit limit) {
        String dry = refusal.isDryRun() ? ", dry run," : "";
        return refusal.refuse(x, STATUS, refusal.level(),
                "limiting connections" + dry + " by zone \"" + limit.zone.name() + "\"");
    }

    private static boolean count(Limit limit, String key) {
        Zone<Count> zone = limit.zone.zone();
        synchronized (zone) {
            Count count = zone.get(key);
            if (count == null) {
                count = new Count();
                if (!zone.put(key, count)) {
                    return false;
                }
            }
            if (count.requests >= limit.most) {
                return false;
            }
            count.requests++;
            return true;
        }
    }

    private static void leave(Limit limit, String key) {
        Zone<Count> zone = limit.zone.zone();
        synchronized (zone) {
            Count count = zone.get(key);
            if (--count.requests == 0) {
                zone.remove(key);
            }
        }
    }

    @Override
    public void inherit(ConnectionLimits outer) {
        ConnectionLimits o = outer == null ? new ConnectionLimits() : outer;
        limits = limits.isEmpty() ? o.limits : limits;
        refusal.inherit(o.refusal);
    }
}
