package millrace.gateway.visitor;

import java.util.List;
import millrace.gateway.config.ConfigException;
import millrace.gateway.config.Context;
import millrace.gateway.config.Inherit;
import millrace.gateway.config.Registry;
import millrace.gateway.config.Settings;
import millrace.gateway.config.SettingsKey;
import millrace.gateway.config.Statement;
import millrace.gateway.config.Values;
import millrace.gateway.exchange.StateKey;

/** {@code userid} and its like: a cookie that tells visitors apart. */
final class UserIdSettings implements Settings<UserIdSettings> {
    static final SettingsKey<UserIdSettings> KEY = SettingsKey.of(UserIdSettings::new);

    /** Whether cookies are read, and set, and how they are made. */
    enum Mode { OFF, LOG, V1, ON }

    /** {@code userid_expires}: besides seconds. */
    static final long NEVER = -1;

    /** {@code userid_expires off}: with the browser's session. */
    static final long SESSION = 0;

    /** What {@code set $uid_reset} has said. */
    static final StateKey<String> RESET = StateKey.create();

    private static final Context[] ALL = {Context.HTTP, Context.SERVER, Context.LOCATION};
    private static final List<String> FLAGS =
            List.of("off", "secure", "httponly", "samesite=strict", "samesite=lax", "samesite=none");

    Mode mode;
    String name;
    String domain;
    String path;
    Long expires;
    String p3p;
    /** 0: none. */
    Integer mark;
    /** Negative: what the address says. */
    Long service;
    List<String> flags;

    static void register(Registry registry) {
        registry.directive("userid", ALL)
                .since("0.1.0")
                .doc("Whether clients get a cookie that tells them apart: `on`, `v1` (in an older form), `log` (cookies are only read).")
                .word(KEY, Mode.class, (s, mode) -> s.mode = mode);
        registry.directive("userid_name", ALL).since("0.1.0").doc("The name of the cookie.")
                .text(KEY, (s, name) -> s.name = name);
        registry.directive("userid_domain", ALL).since("0.1.0").doc("The domain that it is for, or `none`.")
                .text(KEY, (s, domain) -> s.domain = domain.equals("none") ? "" : domain);
        registry.directive("userid_path", ALL).since("0.1.0").doc("The path that it is for.")
                .text(KEY, (s, path) -> s.path = path);
        registry.directive("userid_expires", ALL)
                .since("0.1.0")
                .doc("How long it is kept; `max`, or `off` for the browser's session.")
                .shown("time \\| `max` \\| `off`")
                .set((scope, s) -> scope.get(KEY).expires = expires(s));
        registry.directive("userid_flags", ALL)
                .since("1.19.3")
                .doc("Its attributes: `secure`, `httponly`, `samesite=strict`, `samesite=lax`, `samesite=none`; or `off`.")
                .words(KEY, FLAGS, (s, flags) -> s.flags = flags.contains("off") ? List.of() : flags);
        registry.directive("userid_p3p", ALL).since("0.1.0").doc("A field `P3P` that goes with it, or `none`.")
                .text(KEY, (s, text) -> s.p3p = text.equals("none") ? "" : text);
        registry.directive("userid_mark", ALL)
                .since("0.1.0")
                .doc("A letter, a digit or `=` in its last place but one: a cookie without it is sent anew, with the same number.")
                .shown("letter \\| digit \\| `=` \\| `off`")
                .set((scope, s) -> scope.get(KEY).mark = mark(s));
        registry.directive("userid_service", ALL)
                .since("0.1.0")
                .doc("The number of who makes the cookie, if several do; else it comes from the server's address.")
                .shown("number")
                .number(KEY, (s, number) -> s.service = (long) number);
        UserId.register(registry);
    }

    private static long expires(Statement s) throws ConfigException {
        return switch (s.arg(0)) {
            case "max" -> NEVER;
            case "off" -> SESSION;
            default -> Values.seconds(s, s.arg(0));
        };
    }

    private static int mark(Statement s) throws ConfigException {
        String text = s.arg(0);
        if (text.equals("off")) {
            return 0;
        }
        if (!text.matches("[A-Za-z0-9=]")) {
            throw s.error("value must be \"off\" or a single letter, digit or \"=\"", "\"userid_mark\" is \"" + text + "\"");
        }
        return text.charAt(0);
    }

    @Override
    public void inherit(UserIdSettings outer) {
        UserIdSettings o = outer == null ? new UserIdSettings() : outer;
        mode = Inherit.of(mode, o.mode, Mode.OFF);
        name = Inherit.of(name, o.name, "uid");
        domain = Inherit.of(domain, o.domain, "");
        path = Inherit.of(path, o.path, "/");
        expires = Inherit.of(expires, o.expires, SESSION);
        p3p = Inherit.of(p3p, o.p3p, "");
        mark = Inherit.of(mark, o.mark, 0);
        service = Inherit.of(service, o.service, -1L);
        flags = Inherit.of(flags, o.flags, List.of());
    }
}
