package millrace.gateway.visitor;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import millrace.gateway.config.ConfigException;
import millrace.gateway.config.Context;
import millrace.gateway.config.Inherit;
import millrace.gateway.config.Registry;
import millrace.gateway.config.Settings;
import millrace.gateway.config.SettingsKey;
import millrace.gateway.config.Statement;
import millrace.gateway.exchange.Exchange;
import millrace.gateway.variable.Template;

/** {@code modern_browser} and {@code ancient_browser}: what {@code User-Agent} says, sorted into new and old. */
final class Browsers implements Settings<Browsers> {
    static final SettingsKey<Browsers> KEY = SettingsKey.of(Browsers::new);

    private static final Context[] ALL = {Context.HTTP, Context.SERVER, Context.LOCATION};
    private static final String NETSCAPE_4 = "netscape4";
    private static final int SHORTEST_MSIE = "MSIE 6.".length();
    private static final int MOST = 4000;
    private static final int MOST_BEHIND = 99;

    /**
     * How a kind of browser tells itself.
     *
     * @param order Opera says that it is another one, so it is asked for first
     * @param text that it is one
     * @param version what stands in front of its version; with {@code null} one character after the text does
     */
    private record Kind(int order, String text, String version) {}

    private static final Map<String, Kind> KINDS = Map.of(
            "opera", new Kind(0, "Opera", null),
            "msie", new Kind(1, "MSIE ", "MSIE "),
            "gecko", new Kind(1, "Gecko", "rv:"),
            "safari", new Kind(1, "Safari/", "Safari/"),
            "konqueror", new Kind(1, "Konqueror/", "Konqueror/"));

    /** A kind, and the version from which on it is modern. */
    private record Modern(Kind kind, long from) {}

    private List<Modern> modern;
    private List<String> ancient;
    private boolean unlistedIsModern;
    private Template modernValue;
    private Template ancientValue;

    static void register(Registry registry) {
        registry.directive("modern_browser", ALL)
                .since("0.4.3")
                .doc("From which version on a browser is modern: `msie`, `gecko`, `opera`, `safari` or `konqueror`; or that `unlisted` ones are.")
                .shown("browser version \\| `unlisted`")
                .args(1, 2)
                .repeated()
                .set((scope, s) -> scope.get(KEY).modern(s));
        registry.directive("ancient_browser", ALL)
                .since("0.4.3")
                .doc("Texts in `User-Agent` that old browsers have; `netscape4` stands for those that begin with `Mozilla/1` to `Mozilla/4`.")
                .shown("text ...")
                .argsFrom(1)
                .repeated()
                .set((scope, s) -> scope.get(KEY).ancient(s.args()));
        registry.directive("modern_browser_value", ALL).since("0.4.3").doc("What `$modern_browser` is for modern ones.")
                .template(KEY, (s, text) -> s.modernValue = text);
        registry.directive("ancient_browser_value", ALL).since("0.4.3").doc("What `$ancient_browser` is for old ones.")
                .template(KEY, (s, text) -> s.ancientValue = text);
        variables(registry);
    }

    private static void variables(Registry registry) {
        registry.variable("modern_browser", (x, to) -> {
            Browsers settings = x.settings(KEY);
            boolean is = settings.isModern(x);
            if (is) {
                settings.modernValue.write(x, to);
            }
            return is;
        });
        registry.variable("ancient_browser", (x, to) -> {
            Browsers settings = x.settings(KEY);
            boolean is = !settings.isModern(x);
            if (is) {
                settings.ancientValue.write(x, to);
            }
            return is;
        });
        registry.variable("msie", (x, to) -> {
            String agent = x.head().fields().get("user-agent");
            int at = agent == null ? -1 : agent.indexOf("MSIE ");
            boolean is = at >= 0 && at + SHORTEST_MSIE < agent.length() && !agent.contains("Opera");
            if (is) {
                to.number(1);
            }
            return is;
        });
    }

    private void modern(Statement s) throws ConfigException {
        if (s.args().size() == 1) {
            if (!s.arg(0).equals("unlisted")) {
                throw s.error("invalid number of arguments in \"modern_browser\" directive", "browser version, or unlisted");
            }
            unlistedIsModern = true;
            return;
        }
        Kind kind = KINDS.get(s.arg(0));
        if (kind == null) {
            throw s.error("unknown browser name \"" + s.arg(0) + "\"", String.join(", ", KINDS.keySet().stream().sorted().toList()));
        }
        if (!s.arg(1).matches("[0-9]{1,4}(\\.[0-9]{1,4}){0,3}") || version(s.arg(1), 0) < 0) {
            throw s.error("invalid browser version \"" + s.arg(1) + "\"", "up to 4000.99.99.99");
        }
        if (modern == null) {
            modern = new ArrayList<>();
        }
        int at = kind.order == 0 ? 0 : modern.size();
        modern.add(at, new Modern(kind, version(s.arg(1), 0)));
    }

    private void ancient(List<String> texts) {
        if (ancient == null) {
            ancient = new ArrayList<>();
        }
        ancient.addAll(texts);
    }

    /** Up to four numbers with dots between them, as one number; −1 when one is too large. */
    private static long version(String text, int from) {
        long version = 0;
        int at = from;
        for (int part = 0; part < 4; part++) {
            int number = 0;
            while (at < text.length() && Character.digit(text.charAt(at), 10) >= 0 && number <= MOST) {
                number = number * 10 + Character.digit(text.charAt(at++), 10);
            }
            if (number > (part == 0 ? MOST : MOST_BEHIND)) {
                return -1;
            }
            version = version * 100 + number;
            at = at < text.length() && text.charAt(at) == '.' ? at + 1 : text.length();
        }
        return version;
    }

    private boolean isModern(Exchange x) {
        String agent = x.head().fields().get("user-agent");
        if (agent == null) {
            return unlistedIsModern;
        }
        for (Modern each : modern) {
            int at = versionAt(each.kind, agent);
            if (at >= 0) {
                return version(agent, at) >= each.from;
            }
        }
        for (String each : ancient) {
            if (each.equals(NETSCAPE_4) ? agent.matches("Mozilla/[1-4].*") : agent.contains(each)) {
                return false;
            }
        }
        return unlistedIsModern;
    }

    private static int versionAt(Kind kind, String agent) {
        int text = agent.indexOf(kind.text);
        int before = kind.version == null ? text : agent.indexOf(kind.version);
        if (text < 0 || before < 0) {
            return -1;
        }
        int version = before + (kind.version == null ? kind.text.length() + 1 : kind.version.length());
        return version < agent.length() ? version : -1;
    }

    @Override
    public void inherit(Browsers outer) {
        Browsers o = outer == null ? new Browsers() : outer;
        if (modern == null && ancient == null && !unlistedIsModern) {
            unlistedIsModern = o.unlistedIsModern;
        }
        modern = Inherit.of(modern, o.modern, List.of());
        ancient = Inherit.of(ancient, o.ancient, List.of());
        modernValue = Inherit.of(modernValue, o.modernValue, Template.constant("1"));
        ancientValue = Inherit.of(ancientValue, o.ancientValue, Template.constant("1"));
    }
}
