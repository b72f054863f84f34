package millrace.gateway.route;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import millrace.gateway.config.ConfigException;
import millrace.gateway.config.Context;
import millrace.gateway.config.Inherit;
import millrace.gateway.config.Scope;
import millrace.gateway.config.Settings;
import millrace.gateway.config.SettingsKey;
import millrace.gateway.config.Statement;

/** What a server or a location has of locations inside, and what it is called itself. */
public final class LocationSettings implements Settings<LocationSettings> {
    public static final SettingsKey<LocationSettings> KEY = SettingsKey.of(LocationSettings::new);

    private final List<Scope> inside = new ArrayList<>();
    private final Map<String, Scope> named = new HashMap<>();
    private LocationName name;
    private byte[] path;
    private boolean internal;
    private LocationTree<Scope> tree;
    private Boolean logNotFound;

    /** A {@code location} block opens. */
    static void open(Scope outer, Statement s, Scope location) throws ConfigException {
        LocationName name = LocationName.of(location, s);
        LocationSettings around = outer.get(KEY);
        if (outer.context() == Context.LOCATION) {
            name.checkInside(around.name, s);
        }
        LocationSettings own = location.get(KEY);
        own.name = name;
        own.path = name.text().getBytes(StandardCharsets.ISO_8859_1);
        if (name.kind() == LocationName.Kind.NAMED && around.named.putIfAbsent(name.text(), location) != null) {
            outer.configuration().warn(s.place(), "duplicate location \"" + name.text() + "\", ignored");
        }
        around.inside.add(location);
    }

    private static ConfigException duplicate(Statement s, LocationName name) {
        return s.error("duplicate location \"" + name.text() + "\"");
    }

    private static LocationTree<Scope> tree(LocationSettings level) throws ConfigException {
        LocationTree.Builder<Scope> all = new LocationTree.Builder<>();
        for (Scope location : level.inside) {
            LocationSettings own = location.get(KEY);
            LocationName name = own.name;
            LocationTree<Scope> inner = own.inside.isEmpty() ? null : tree(own);
            boolean fresh = switch (name.kind()) {
                case EXACT -> all.exact(name.text(), location, addsSlash(location, name));
                case PREFIX -> all.prefix(name.text(), location, false, addsSlash(location, name), inner);
                case PREFIX_BEFORE_PATTERNS ->
                        all.prefix(name.text(), location, true, addsSlash(location, name), inner);
                case PATTERN -> {
                    all.pattern(name.matcher().pattern(), location, inner);
                    yield true;
                }
                case NAMED -> true;
            };
            if (!fresh) {
                throw duplicate(location.statement(), name);
            }
        }
        return all.build();
    }

    /** A location that is passed to an upstream, and whose name ends with a slash. */
    private static boolean addsSlash(Scope location, LocationName name) {
        return name.text().endsWith("/")
                && location.statement().block().stream().anyMatch(s -> s.name().endsWith("_pass"));
    }

    /** Null for a server. */
    public LocationName name() {
        return name;
    }

    /** The octets of the name. */
    public byte[] path() {
        return path;
    }

    LocationTree<Scope> tree() {
        return tree;
    }

    /** A location of the server by its name with the {@code @}; null if there is none. */
    public static Scope named(Scope server, String name) {
        return server.get(KEY).named.get(name);
    }

    void internal() {
        internal = true;
    }

    boolean isInternal() {
        return internal;
    }

    void logNotFound(boolean on) {
        logNotFound = on;
    }

    /** Whether a file that is not there is worth a line in the log of errors. */
    public boolean logsNotFound() {
        return logNotFound;
    }

    @Override
    public void inherit(LocationSettings outer) {
        logNotFound = Inherit.of(logNotFound, outer == null ? null : outer.logNotFound, true);
    }

    @Override
    public void inherit(LocationSettings outer, Scope scope) {
        inherit(outer);
        internal |= outer != null && outer.internal;
        if (scope.context() == Context.SERVER || outer == null) {
            scope.configuration().whenRead(() -> tree = tree(this));
        } else if (name == null) {
            // A block such as "if" goes by the name of the location around it.
            name = outer.name;
            path = outer.path;
        }
    }
}
