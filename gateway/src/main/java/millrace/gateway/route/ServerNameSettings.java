package millrace.gateway.route;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import millrace.gateway.config.ConfigException;
import millrace.gateway.config.Inherit;
import millrace.gateway.config.Place;
import millrace.gateway.config.Scope;
import millrace.gateway.config.Settings;
import millrace.gateway.config.SettingsKey;
import millrace.gateway.config.Statement;
import millrace.gateway.exchange.Exchange;
import millrace.gateway.variable.Captured;

/** The names of a virtual server, and how the paths of its requests are read. */
public final class ServerNameSettings implements Settings<ServerNameSettings> {
    public static final SettingsKey<ServerNameSettings> KEY = SettingsKey.of(ServerNameSettings::new);

    private final List<Name> names = new ArrayList<>();
    private Boolean mergeSlashes;

    /** As it is written, in small letters; or a pattern. */
    private record Name(String text, Captured matcher, Place place) {}

    /** A server, and the pattern that it was found by, if any. */
    public record Found(Scope server, Captured matcher) {
        /** The request is for it. */
        public void matched(Exchange x) {
            if (matcher != null) {
                matcher.keepNamed(x);
            }
        }
    }

    void add(Scope scope, Statement statement) throws ConfigException {
        for (String arg : statement.args()) {
            names.add(name(scope, statement, arg));
        }
    }

    private static Name name(Scope scope, Statement statement, String arg) throws ConfigException {
        Place place = statement.place();
        if (arg.startsWith("~")) {
            if (arg.length() == 1) {
                throw statement.error("empty regex in server name \"" + arg + "\"");
            }
            boolean capitals = arg.chars().anyMatch(c -> c >= 'A' && c <= 'Z');
            return new Name(arg, Captured.by(arg.substring(1), capitals, scope.variables(), place), place);
        }
        if (!ServerNames.Builder.isValid(arg)) {
            throw statement.error("invalid server name or wildcard \"" + arg + "\"",
                    "a name, *.example.com, .example.com, www.example.* or ~pattern");
        }
        if (arg.contains("/")) {
            scope.configuration().warn(place, "server name \"" + arg + "\" has suspicious symbols");
        }
        return new Name(arg.equals("$hostname") ? hostname() : arg, null, place);
    }

    private static String hostname() throws ConfigException {
        try {
            return InetAddress.getLocalHost().getHostName().toLowerCase(Locale.ROOT);
        } catch (UnknownHostException nameless) {
            throw new ConfigException(null, "the name of this machine cannot be found out: " + nameless.getMessage(),
                    "write it in place of $hostname");
        }
    }

    void mergeSlashes(boolean on) {
        mergeSlashes = on;
    }

    public boolean mergesSlashes() {
        return mergeSlashes;
    }

    /** The first name, as {@code $server_name} shows it. */
    public String primary() {
        String first = names.isEmpty() ? "" : names.getFirst().text;
        return first.startsWith(".") ? first.substring(1) : first;
    }

    @Override
    public void inherit(ServerNameSettings outer) {
        mergeSlashes = Inherit.of(mergeSlashes, outer == null ? null : outer.mergeSlashes, true);
    }

    /** Puts the names of a server among those of an address. */
    public void enter(ServerNames.Builder<Found> all, Found server, String address) {
        if (names.isEmpty()) {
            enter(all, new Name("", null, null), server, address);
        }
        for (Name name : names) {
            enter(all, name, server, address);
        }
    }

    private static void enter(ServerNames.Builder<Found> all, Name name, Found server, String address) {
        if (name.matcher != null) {
            all.pattern(name.matcher.pattern(), new Found(server.server, name.matcher));
        } else if (!all.name(name.text, server)) {
            server.server.configuration()
                    .warn(name.place, "conflicting server name \"" + name.text + "\" on " + address + ", ignored");
        }
    }
}
