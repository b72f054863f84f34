package millrace.gateway.rewrite;

import java.nio.charset.StandardCharsets;
import millrace.gateway.config.ConfigException;
import millrace.gateway.config.Scope;
import millrace.gateway.config.Statement;
import millrace.gateway.exchange.Exchange;
import millrace.gateway.exchange.Text;
import millrace.gateway.log.Level;
import millrace.gateway.route.Redirection;
import millrace.gateway.variable.Captured;
import millrace.gateway.variable.Template;
import millrace.http.codec.Output;

/** {@code rewrite pattern replacement [flag]}. */
final class RewriteStep implements Step {
    private final Captured pattern;
    private final Template path;
    /** What stands behind the question mark of the replacement; null if there is none. */
    private final Template args;
    /** Whether the request's own arguments are kept behind those. */
    private final boolean addsArgs;
    /** 0: the request goes on with the new path. */
    private final int redirect;
    private final Flag flag;

    private enum Flag { NONE, LAST, BREAK }

    private RewriteStep(Scope scope, Statement s, String replacement, int redirect, Flag flag) throws ConfigException {
        this.pattern = Captured.by(s.arg(0), false, scope.variables(), s.place());
        this.addsArgs = !replacement.endsWith("?");
        String kept = addsArgs ? replacement : replacement.substring(0, replacement.length() - 1);
        int question = redirect > 0 ? -1 : kept.indexOf('?');
        this.path = Template.compile(question < 0 ? kept : kept.substring(0, question), scope, s.place());
        this.args = question < 0 ? null : Template.compile(kept.substring(question + 1), scope, s.place());
        this.redirect = redirect;
        this.flag = flag;
    }

    static RewriteStep of(Scope scope, Statement s) throws ConfigException {
        String to = s.arg(1);
        boolean absolute = to.startsWith("http://") || to.startsWith("https://") || to.startsWith("$scheme");
        int redirect = absolute ? 302 : 0;
        Flag flag = absolute ? Flag.LAST : Flag.NONE;
        if (s.args().size() > 2) {
            switch (s.arg(2)) {
                case "last" -> flag = Flag.LAST;
                case "break" -> flag = Flag.BREAK;
                case "redirect" -> redirect = 302;
                case "permanent" -> redirect = 301;
                default -> throw s.error("invalid parameter \"" + s.arg(2) + "\"", "last, break, redirect or permanent");
            }
        }
        return new RewriteStep(scope, s, to, redirect, flag);
    }

    @Override
    public int run(Exchange x) {
        Text uri = x.uri();
        boolean found = pattern.matches(x, uri.bytes(), uri.start(), uri.length());
        boolean logs = x.settings(RewriteSettings.KEY).logs();
        if (logs) {
            x.log(Level.NOTICE, "\"" + pattern.pattern() + (found ? "\" matches \"" : "\" does not match \"") + uri + "\"");
        }
        if (!found) {
            x.captures().clear();
            return GO_ON;
        }
        x.markInternal();
        return redirect > 0 ? redirect(x, logs) : change(x, logs);
    }

    private int redirect(Exchange x, boolean logs) {
        Output to = new Output(128);
        x.captures().quoted(Quoting.isNeeded(x));
        path.write(x, to);
        x.captures().quoted(false);
        boolean question = path.source().indexOf('?') >= 0;
        Output target = Quoting.unquote(to);
        if (addsArgs && !x.args().isEmpty()) {
            target.utf8(question ? "&" : "?");
            x.args().writeTo(target);
        }
        if (logs) {
            x.log(Level.NOTICE, "rewritten redirect: \"" + text(target) + "\"");
        }
        Redirection.location(x, target);
        return redirect;
    }

    private int change(Exchange x, boolean logs) {
        String newPath = path.text(x);
        if (args != null) {
            Output to = new Output(64);
            x.captures().quoted(Quoting.isNeeded(x));
            args.write(x, to);
            x.captures().quoted(false);
            if (addsArgs && !x.args().isEmpty()) {
                to.utf8("&");
                x.args().writeTo(to);
            }
            x.args().set(text(to));
        } else if (!addsArgs) {
            x.args().clear();
        }
        if (logs) {
            x.log(Level.NOTICE, "rewritten data: \"" + newPath + "\", args: \"" + x.args() + "\"");
        }
        if (newPath.isEmpty()) {
            x.log(Level.ERROR, "the rewritten URI has a zero length");
            return 500;
        }
        x.uri().set(newPath);
        x.targetChanged();
        if (flag == Flag.BREAK) {
            x.locationIntact(false);
            x.run().pathStays();
        } else {
            x.run().pathChanged();
        }
        return flag == Flag.NONE ? GO_ON : STOP;
    }

    private static String text(Output out) {
        return new String(out.bytes(), 0, out.length(), StandardCharsets.ISO_8859_1);
    }
}
