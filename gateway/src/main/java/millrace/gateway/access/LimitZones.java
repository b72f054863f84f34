package millrace.gateway.access;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;
import millrace.gateway.config.ConfigException;
import millrace.gateway.config.Scope;
import millrace.gateway.config.Settings;
import millrace.gateway.config.SettingsKey;
import millrace.gateway.config.SharedValues;
import millrace.gateway.config.Statement;
import millrace.gateway.config.Values;
import millrace.gateway.variable.Template;

/** The zones of one configuration by name; a limit may name one that stands further down. */
final class LimitZones implements Settings<LimitZones> {
    private static final SettingsKey<LimitZones> KEY = SettingsKey.of(LimitZones::new);

    private static final long SMALLEST = 8 * 4096;

    /** Those of the process, by name, key and size: so a reload forgets nobody. */
    private static final SharedValues<Zone<?>> SHARED = new SharedValues<>();

    private final Map<String, LimitZone<?>> zones = new HashMap<>();

    /** What a parameter that all zones do not have is. */
    @FunctionalInterface
    interface Parameter<S> {
        void read(LimitZone<S> zone, String text) throws ConfigException;
    }

    static LimitZones of(Scope scope) {
        return scope.configuration().main().get(KEY);
    }

    @SuppressWarnings("unchecked") // A kind of zone has one kind of state.
    private <S> LimitZone<S> named(String kind, String name) {
        return (LimitZone<S>) zones.computeIfAbsent(kind + " " + name, n -> new LimitZone<>(name));
    }

    /** A zone that a limit needs; it must be declared somewhere. */
    <S> LimitZone<S> use(Scope scope, Statement s, String name, String kind) {
        LimitZone<S> zone = named(kind, name);
        scope.configuration().whenRead(() -> {
            if (!zone.isDeclared()) {
                throw s.error("zero size shared memory zone \"" + name + "\"", "no " + kind + " of that name");
            }
        });
        return zone;
    }

    @SuppressWarnings("unchecked") // As above: the kind is a part of the shared name.
    <S> void declare(Scope scope, Statement s, String kind, Parameter<S> others, Predicate<S> mayGo)
            throws ConfigException {
        String name = null;
        long bytes = 0;
        for (String text : s.args().subList(1, s.args().size())) {
            if (text.startsWith("zone=")) {
                int colon = text.indexOf(':');
                name = colon < 0 ? "" : text.substring(5, colon);
                if (name.isEmpty()) {
                    throw s.error("invalid zone size \"" + text + "\"", "zone=name:size");
                }
                bytes = Values.bytes(text.substring(colon + 1));
                if (bytes < 0) {
                    throw s.error("invalid zone size \"" + text + "\"", "zone=name:size");
                }
                if (bytes < SMALLEST) {
                    throw s.error("zone \"" + text.substring(5) + "\" is too small", "at least " + SMALLEST + " bytes");
                }
            }
        }
        if (name == null) {
            throw s.complaint("must have \"zone\" parameter");
        }
        LimitZone<S> zone = named(kind, name);
        if (zone.isDeclared()) {
            throw s.error(kind + " \"" + name + "\" is already bound to key \"" + s.arg(0) + "\"");
        }
        String label = name;
        long size = bytes;
        String shared = kind + ' ' + name + ' ' + s.arg(0) + ' ' + size;
        zone.declare(Template.compile(s.arg(0), scope, s.place()),
                (Zone<S>) SHARED.get(shared, () -> new Zone<>(label, size, mayGo)));
        for (String text : s.args().subList(1, s.args().size())) {
            if (!text.startsWith("zone=")) {
                others.read(zone, text);
            }
        }
    }

    @Override
    public void inherit(LimitZones outer) {}
}
