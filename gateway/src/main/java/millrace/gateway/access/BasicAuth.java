package millrace.gateway.access;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import millrace.gateway.config.Context;
import millrace.gateway.config.Inherit;
import millrace.gateway.config.Registry;
import millrace.gateway.config.Scope;
import millrace.gateway.config.Settings;
import millrace.gateway.config.SettingsKey;
import millrace.gateway.exchange.Exchange;
import millrace.gateway.exchange.Phase;
import millrace.gateway.exchange.PhaseHandler;
import millrace.gateway.log.Level;
import millrace.gateway.variable.Template;

/** {@code auth_basic}: name and password, checked against a file of {@code name:hash} lines (RFC 7617). */
final class BasicAuth implements Settings<BasicAuth> {
    static final SettingsKey<BasicAuth> KEY = SettingsKey.of(BasicAuth::new);

    private static final Context[] CONTEXTS = {Context.HTTP, Context.SERVER, Context.LOCATION, Context.LIMIT_EXCEPT};

    private Template realm;
    private Template file;

    static void register(Registry registry) {
        registry.directive("auth_basic", CONTEXTS)
                .since("0.1.0")
                .doc("Asks for name and password, in the name of a realm; `off` does not.")
                .template(KEY, (s, text) -> s.realm = text);
        registry.directive("auth_basic_user_file", CONTEXTS)
                .since("0.1.0")
                .doc("A file with lines `name:hash`, as `htpasswd` writes them, or with `{PLAIN}`, `{SHA}` or `{SSHA}` in front.")
                .template(KEY, (s, text) -> s.file = text);
        registry.phase(Phase.ACCESS, PhaseHandler.where(
                scope -> scope.get(KEY).realm != null && scope.get(KEY).file != null, x -> x.settings(KEY).check(x)));
    }

    /** Who the request says it is from, or {@code null}: name and password, parted by a colon. */
    static String credentials(Exchange x) {
        String value = x.head().fields().get("Authorization");
        if (value == null || !value.regionMatches(true, 0, "Basic ", 0, 6)) {
            return null;
        }
        try {
            byte[] octets = Base64.getDecoder().decode(value.substring(6).strip());
            String text = new String(octets, StandardCharsets.ISO_8859_1);
            return text.indexOf(':') < 0 ? null : text;
        } catch (IllegalArgumentException e) {
            return null; // Not Base64: the same as nothing.
        }
    }

    private int check(Exchange x) {
        String name = realm.text(x);
        if (name.equals("off")) {
            return Phase.NEXT;
        }
        String given = credentials(x);
        if (given == null) {
            x.log(Level.INFO, "no user/password was provided for basic authentication");
            return ask(x, name);
        }
        String user = given.substring(0, given.indexOf(':'));
        String password = given.substring(user.length() + 1);
        Path path = x.scope().configuration().confPath(file.text(x));
        String hash;
        try {
            hash = find(path, user);
        } catch (IOException e) {
            x.log(Level.CRIT, "open() \"" + path + "\" failed (" + e.getMessage() + ")");
            return 403;
        }
        if (hash == null) {
            x.log(Level.ERROR, "user \"" + user + "\" was not found in \"" + path + "\"");
            return ask(x, name);
        }
        if (!PasswordHash.matches(password, hash)) {
            x.log(Level.ERROR, "user \"" + user + "\": password mismatch");
            return ask(x, name);
        }
        return Phase.OK;
    }

    private static String find(Path path, String user) throws IOException {
        for (String line : Files.readAllLines(path, StandardCharsets.ISO_8859_1)) {
            if (!line.startsWith("#") && line.startsWith(user + ":")) {
                String rest = line.substring(user.length() + 1);
                int end = rest.indexOf(':');
                return end < 0 ? rest : rest.substring(0, end);
            }
        }
        return null;
    }

    private static int ask(Exchange x, String realm) {
        String quoted = realm.replace("\\", "\\\\").replace("\"", "\\\"");
        x.reply().headers().set("WWW-Authenticate", "Basic realm=\"" + quoted + "\"");
        return 401;
    }

    @Override
    public void inherit(BasicAuth outer) {
        BasicAuth o = outer == null ? new BasicAuth() : outer;
        realm = Inherit.of(realm, o.realm, null);
        file = Inherit.of(file, o.file, null);
    }
}
