package millrace.gateway.access;

import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.concurrent.RejectedExecutionException;
import millrace.gateway.config.Context;
import millrace.gateway.config.Inherit;
import millrace.gateway.config.Registry;
import millrace.gateway.config.Scope;
import millrace.gateway.config.Settings;
import millrace.gateway.config.SettingsKey;
import millrace.gateway.exchange.CoreSettings;
import millrace.gateway.exchange.Exchange;
import millrace.gateway.exchange.Phase;
import millrace.gateway.exchange.PhaseHandler;
import millrace.gateway.log.Level;
import millrace.gateway.variable.Template;
import millrace.loop.pool.CpuPool;
import millrace.loop.pool.Job;
import millrace.loop.pool.Lane;
import millrace.loop.pool.LaneOptions;

/** {@code auth_basic}: name and password, checked against a file of {@code name:hash} lines (RFC 7617). */
final class BasicAuth implements Settings<BasicAuth> {
    static final SettingsKey<BasicAuth> KEY = SettingsKey.of(BasicAuth::new);

    private static final Context[] CONTEXTS = {Context.HTTP, Context.SERVER, Context.LOCATION, Context.LIMIT_EXCEPT};

    /** Hashes that are slow on purpose would hold up all others on the loop. Made when the first password comes. */
    private static final class Lanes {
        static final Lane PASSWORDS = CpuPool.shared().lane("passwords", LaneOptions.defaults());
    }

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
        registry.directive("auth_delay", Context.HTTP, Context.SERVER, Context.LOCATION)
                .since("1.17.10")
                .doc("How long an answer 401 of any of the access checks is held back, so that guessing takes long.")
                .time(CoreSettings.KEY, CoreSettings::authDelay);
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
        long serial = x.serial();
        Job<PasswordFile.Verdict> job = Lanes.PASSWORDS.submit(() -> PasswordFile.check(path, user, password));
        x.attachments().atEnd(() -> job.cancel(false));
        job.whenComplete((verdict, failure) -> {
            if (x.isStill(serial)) {
                x.resume(failure != null ? failed(x, path, failure) : judge(x, path, user, name, verdict));
            }
        });
        return Phase.WAIT;
    }

    private static int judge(Exchange x, Path path, String user, String realm, PasswordFile.Verdict verdict) {
        return switch (verdict) {
            case GOOD -> Phase.OK;
            case UNKNOWN -> {
                x.log(Level.ERROR, "user \"" + user + "\" was not found in \"" + path + "\"");
                yield ask(x, realm);
            }
            case WRONG -> {
                x.log(Level.ERROR, "user \"" + user + "\": password mismatch");
                yield ask(x, realm);
            }
        };
    }

    private static int failed(Exchange x, Path path, Throwable failure) {
        if (failure instanceof NoSuchFileException) {
            x.log(Level.ERROR, "open() \"" + path + "\" failed (2: No such file or directory)");
            return 403;
        }
        if (failure instanceof RejectedExecutionException) {
            x.log(Level.ERROR, "too many passwords wait to be checked");
            return 503;
        }
        x.log(Level.CRIT, "open() \"" + path + "\" failed (" + failure.getMessage() + ")");
        return 500;
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
