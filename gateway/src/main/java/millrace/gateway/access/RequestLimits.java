package millrace.gateway.access;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
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
import millrace.gateway.log.Level;
import millrace.loop.Timer;

/** {@code limit_req}: at which rate a key may make requests; what comes too fast waits, up to a burst, or is refused. */
final class RequestLimits implements Settings<RequestLimits> {
    static final SettingsKey<RequestLimits> KEY = SettingsKey.of(RequestLimits::new);

    private static final Context[] CONTEXTS = {Context.HTTP, Context.SERVER, Context.LOCATION};
    private static final StateKey<String> STATUS = StateKey.create();

    /**
     * @param burst thousandths of requests that may be in the bucket
     * @param delayed from how many on they wait
     */
    private record Limit(LimitZone<Bucket> zone, long burst, long delayed) {}

    private List<Limit> limits = new ArrayList<>();
    private final Refusal refusal = new Refusal();

    static void register(Registry registry) {
        registry.directive("limit_req_zone", Context.HTTP)
                .since("0.7.21")
                .doc("A zone that measures the rate of requests for each value of a key. When it is full, the key that was seen "
                        + "last longest ago is forgotten.")
                .shown("key `zone=`name:size `rate=`number`r/s` \\| `r/m` [`sync`]")
                .args(3, 4)
                .repeated()
                .set((scope, s) -> LimitZones.of(scope).<Bucket>declare(scope, s, "limit_req_zone",
                        (zone, text) -> zone.rate(rate(s, text)),
                        bucket -> true));
        registry.directive("limit_req", CONTEXTS)
                .since("0.7.21")
                .doc("How many requests of one key of a zone may come too early; they wait for their turn, with `nodelay` they do not.")
                .shown("`zone=`name [`burst=`number] [`nodelay` \\| `delay=`number]")
                .args(1, 3)
                .repeated()
                .set((scope, s) -> scope.get(KEY).add(scope, s));
        Refusal.register(registry, "limit_req", "1.17.1", KEY, s -> s.refusal, STATUS, false);
        registry.phase(Phase.PREACCESS, PhaseHandler.where(
                scope -> !scope.get(KEY).limits.isEmpty(), x -> x.settings(KEY).enter(x)));
    }

    private static long rate(Statement s, String text) throws ConfigException {
        if (text.equals("sync")) {
            throw s.error("limit_req_zone \"sync\" needs zone synchronisation, which is not there", "leave it out");
        }
        boolean perMinute = text.endsWith("r/m");
        if (text.startsWith("rate=") && (perMinute || text.endsWith("r/s"))) {
            String number = text.substring(5, text.length() - 3);
            if (number.matches("[1-9][0-9]{0,8}")) {
                return Long.parseLong(number) * 1000 / (perMinute ? 60 : 1);
            }
        }
        throw s.error("invalid " + (text.startsWith("rate=") ? "rate" : "parameter") + " \"" + text + "\"", "rate=10r/s");
    }

    private void add(Scope scope, Statement s) throws ConfigException {
        LimitZone<Bucket> zone = null;
        long burst = 0;
        long delayed = 0;
        for (String text : s.args()) {
            if (text.startsWith("zone=")) {
                zone = LimitZones.of(scope).use(scope, s, text.substring(5), "limit_req_zone");
            } else if (text.startsWith("burst=")) {
                burst = Values.number(s, text.substring(6)) * 1000L;
            } else if (text.startsWith("delay=")) {
                delayed = Values.number(s, text.substring(6)) * 1000L;
            } else if (text.equals("nodelay")) {
                delayed = Long.MAX_VALUE / 2;
            } else {
                throw s.error("invalid parameter \"" + text + "\"", "zone=, burst=, delay= or nodelay");
            }
        }
        if (zone == null) {
            throw s.complaint("must have \"zone\" parameter");
        }
        limits.add(new Limit(zone, burst, delayed));
    }

    private int enter(Exchange x) {
        Exchange main = x.main();
        if (main.state(STATUS) != null) {
            return Phase.NEXT; // A request is measured once, however often it comes by here.
        }
        String[] keys = new String[limits.size()];
        long now = System.nanoTime();
        for (int i = 0; i < keys.length; i++) {
            String key = limits.get(i).zone.key(x);
            keys[i] = key.isEmpty() || key.length() > 65535 ? null : key;
        }
        // What one of several refuses must not go into the buckets of the others.
        for (int i = 0; keys.length > 1 && i < keys.length; i++) {
            long excess = keys[i] == null ? 0 : measure(limits.get(i), keys[i], now);
            if (excess > limits.get(i).burst) {
                return refuse(x, limits.get(i), excess);
            }
        }
        return account(x, main, keys, now);
    }

    private int refuse(Exchange x, Limit limit, long excess) {
        return refusal.refuse(x, STATUS, refusal.level(), "limiting requests" + said(excess) + limit.zone.name() + "\"");
    }

    private String said(long excess) {
        return (refusal.isDryRun() ? ", dry run" : "")
                + ", excess: %d.%03d by zone \"".formatted(excess / 1000, excess % 1000);
    }

    private static long measure(Limit limit, String key, long now) {
        Zone<Bucket> zone = limit.zone.zone();
        synchronized (zone) {
            Bucket bucket = zone.get(key);
            return bucket == null ? 0 : bucket.excess(now, limit.zone.rate());
        }
    }

    /** The request goes into all its buckets, and waits for the slowest. */
    private int account(Exchange x, Exchange main, String[] keys, long now) {
        long wait = 0;
        long most = 0;
        String slowest = "";
        for (int i = 0; i < keys.length; i++) {
            Limit limit = limits.get(i);
            if (keys[i] == null) {
                continue;
            }
            long excess = fill(limit, keys[i], now);
            if (excess < 0) {
                return refusal.refuse(x, STATUS, Level.ERROR,
                        "could not allocate node in limit_req zone \"" + limit.zone.name() + "\"");
            }
            if (excess > limit.burst) {
                return refuse(x, limit, excess);
            }
            long millis = excess <= limit.delayed ? 0 : (excess - limit.delayed) * 1000 / limit.zone.rate();
            if (millis > wait) {
                wait = millis;
                most = excess;
                slowest = limit.zone.name();
            }
        }
        if (wait == 0) {
            main.state(STATUS, "PASSED");
            return Phase.NEXT;
        }
        boolean dryRun = refusal.isDryRun();
        x.log(refusal.delayLevel(), "delaying request" + said(most).replace(" by", ", by") + slowest + "\"");
        main.state(STATUS, dryRun ? "DELAYED_DRY_RUN" : "DELAYED");
        return dryRun ? Phase.NEXT : delay(x, wait);
    }

    /** What is in the bucket now, or would be, if that is more than the burst; −1 when there is no room for a bucket. */
    private static long fill(Limit limit, String key, long now) {
        Zone<Bucket> zone = limit.zone.zone();
        synchronized (zone) {
            Bucket bucket = zone.get(key);
            if (bucket == null) {
                return zone.put(key, new Bucket(now)) ? 0 : -1;
            }
            return bucket.fill(now, limit.zone.rate(), limit.burst);
        }
    }

    private static int delay(Exchange x, long millis) {
        long serial = x.serial();
        Timer timer = x.loop().events().schedule(() -> {
            if (x.isStill(serial)) {
                x.resume();
            }
        }, millis, TimeUnit.MILLISECONDS);
        x.attachments().atEnd(timer::cancel);
        return Phase.WAIT;
    }

    @Override
    public void inherit(RequestLimits outer) {
        RequestLimits o = outer == null ? new RequestLimits() : outer;
        limits = limits.isEmpty() ? o.limits : limits;
        refusal.inherit(o.refusal);
    }
}
