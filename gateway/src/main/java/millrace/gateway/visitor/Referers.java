package millrace.gateway.visitor;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import millrace.gateway.config.ConfigException;
import millrace.gateway.config.Context;
import millrace.gateway.config.Registry;
import millrace.gateway.config.Scope;
import millrace.gateway.config.Settings;
import millrace.gateway.config.SettingsKey;
import millrace.gateway.config.Statement;
import millrace.gateway.exchange.Exchange;
import millrace.gateway.pattern.Captures;
import millrace.gateway.pattern.Pattern;
import millrace.gateway.route.ServerNameSettings;
import millrace.gateway.route.ServerNames;
import millrace.http.codec.Output;

/** {@code valid_referers}: where a request may come from; what comes from elsewhere has {@code $invalid_referer}. */
final class Referers implements Settings<Referers> {
    static final SettingsKey<Referers> KEY = SettingsKey.of(Referers::new);

    /** Shorter ones are no addresses: {@code http://i.ru}. */
    private static final int SHORTEST = 11;

    private static final int LONGEST_HOST = 256;
    private static final byte[] INVALID = {'1'};

    private boolean said;
    private boolean none;
    private boolean blocked;
    private ServerNames<ServerNameSettings.Found> ownNames;
    private final Map<String, List<String>> paths = new HashMap<>();
    private final List<Pattern> patterns = new ArrayList<>();
    /** What the paths of a host may begin with. */
    private ServerNames<List<String>> hosts;

    static void register(Registry registry) {
        registry.directive("valid_referers", Context.SERVER, Context.LOCATION)
                .since("0.1.0")
                .doc("What the field `Referer` may be: `none` (it is not there), `blocked` (somebody has removed what it said), "
                        + "`server_names`, hosts with or without `*` and the begin of a path, and patterns, in either case of letters. "
                        + "Else `$invalid_referer` is 1.")
                .shown("`none` \\| `blocked` \\| `server_names` \\| host[/path] \\| `~`pattern ...")
                .argsFrom(1)
                .repeated()
                .set((scope, s) -> scope.get(KEY).read(scope, s));
        registry.variable("invalid_referer", (x, to) -> {
            Referers allowed = x.settings(KEY);
            if (!allowed.said || allowed.has(x)) {
                return false;
            }
            to.put(INVALID);
            return true;
        });
    }

    private void read(Scope scope, Statement s) throws ConfigException {
        if (!said) {
            said = true;
            scope.configuration().whenRead(this::finish);
        }
        for (String each : s.args()) {
            switch (each) {
                case "none" -> none = true;
                case "blocked" -> blocked = true;
                case "server_names" -> scope.configuration().whenRead(() -> ownNames = names(scope));
                default -> add(s, each);
            }
        }
    }

    private static ServerNames<ServerNameSettings.Found> names(Scope scope) throws ConfigException {
        Scope server = scope.enclosing(Context.SERVER);
        ServerNames.Builder<ServerNameSettings.Found> names = new ServerNames.Builder<>(null);
        server.get(ServerNameSettings.KEY).enter(names, new ServerNameSettings.Found(server, null), "valid_referers");
        return names.build();
    }

    private void add(Statement s, String referer) throws ConfigException {
        if (referer.regionMatches(true, 0, "http://", 0, 7) || referer.regionMatches(true, 0, "https://", 0, 8)) {
            throw s.error("invalid referer \"" + referer + "\"", "a host without a scheme");
        }
        if (referer.startsWith("~")) {
            if (referer.length() == 1) {
                throw s.error("empty regex in \"" + referer + "\"");
            }
            patterns.add(Pattern.compile(referer.substring(1), true, s.place()));
            return;
        }
        int slash = referer.indexOf('/');
        String host = (slash < 0 ? referer : referer.substring(0, slash)).toLowerCase(Locale.ROOT);
        if (host.isEmpty() || !ServerNames.Builder.isValid(host)) {
            throw s.error("invalid host or wildcard \"" + referer + "\"", "a name, *.example.com or www.example.*");
        }
        paths.computeIfAbsent(host, h -> new ArrayList<>()).add(slash < 0 ? "" : referer.substring(slash));
    }

    private void finish() {
        ServerNames.Builder<List<String>> names = new ServerNames.Builder<>(null);
        paths.forEach((host, allowed) -> names.name(host, List.copyOf(allowed)));
        hosts = names.build();
    }

    private boolean has(Exchange x) {
        String referer = x.head().fields().get("referer");
        if (referer == null) {
            return none;
        }
        int start = referer.regionMatches(true, 0, "http://", 0, 7) ? 7 : referer.regionMatches(true, 0, "https://", 0, 8) ? 8 : 0;
        if (referer.length() < SHORTEST || start == 0) {
            return blocked;
        }
        int end = start;
        while (end < referer.length() && referer.charAt(end) != '/' && referer.charAt(end) != ':') {
            end++;
        }
        if (end - start > LONGEST_HOST) {
            return false;
        }
        byte[] host = Output.ascii(referer.substring(start, end).toLowerCase(Locale.ROOT));
        if (ownNames != null && ownNames.find(host, 0, host.length, new Captures()) != null) {
            return true;
        }
        List<String> allowed = hosts.find(host, 0, host.length, new Captures());
        int slash = referer.indexOf('/', end);
        String path = slash < 0 ? "" : referer.substring(slash);
        String rest = referer.substring(start);
        return allowed != null && allowed.stream().anyMatch(path::startsWith)
                || patterns.stream().anyMatch(pattern -> pattern.matches(rest));
    }

    /** A level that has the directive has all of it. */
    @Override
    public void inherit(Referers outer) {}
}
