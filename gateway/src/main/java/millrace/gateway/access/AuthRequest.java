package millrace.gateway.access;

import java.util.ArrayList;
import java.util.List;
import millrace.gateway.config.ConfigException;
import millrace.gateway.config.Context;
import millrace.gateway.config.Registry;
import millrace.gateway.config.Scope;
import millrace.gateway.config.Settings;
import millrace.gateway.config.SettingsKey;
import millrace.gateway.config.Statement;
import millrace.gateway.exchange.Exchange;
import millrace.gateway.exchange.HeaderList;
import millrace.gateway.exchange.NullSink;
import millrace.gateway.exchange.Phase;
import millrace.gateway.exchange.PhaseHandler;
import millrace.gateway.log.Level;
import millrace.gateway.variable.Assignment;
import millrace.gateway.variable.Scratch;
import millrace.gateway.variable.StoredVariable;
import millrace.gateway.variable.Template;
import millrace.gateway.variable.VariableName;

/** {@code auth_request}: a subrequest says who may; 2xx lets pass, 401 and 403 refuse, all else is an error. */
final class AuthRequest implements Settings<AuthRequest> {
    static final SettingsKey<AuthRequest> KEY = SettingsKey.of(AuthRequest::new);

    private static final Context[] CONTEXTS = {Context.HTTP, Context.SERVER, Context.LOCATION};
    private static final String CHALLENGE = "WWW-Authenticate";

    /**
     * {@code auth_request_set}: what a variable gets, as the subrequest knows it.
     *
     * @param builtIn {@code null}, or what it means to set a variable that is more than a place for a value
     */
    private record Result(StoredVariable stored, Assignment builtIn, Template value) {
        void give(Exchange x, Exchange part) {
            if (builtIn != null) {
                builtIn.assign(x, value.text(part));
                return;
            }
            try (Scratch scratch = Scratch.of(x)) {
                value.write(part, scratch.output());
                stored.put(x, scratch.output(), 0);
            }
        }
    }

    private String uri;
    private List<Result> results = new ArrayList<>();

    static void register(Registry registry) {
        registry.directive("auth_request", CONTEXTS)
                .since("1.5.4")
                .doc("A path that is asked by a subrequest whether the request may pass; `off` does not ask.")
                .shown("uri \\| `off`")
                .text(KEY, (s, text) -> s.uri = text);
        registry.directive("auth_request_set", CONTEXTS)
                .since("1.5.4")
                .doc("Sets a variable once the subrequest is answered; the value may use the variables of its reply.")
                .shown("$variable value")
                .args(2, 2)
                .repeated()
                .set((scope, s) -> scope.get(KEY).set(scope, s));
        registry.phase(Phase.ACCESS, PhaseHandler.where(scope -> scope.get(KEY).asks(), x -> x.settings(KEY).ask(x)));
    }

    private void set(Scope scope, Statement s) throws ConfigException {
        String name = VariableName.declared(s.arg(0), s.place());
        Assignment builtIn = scope.variables().assignment(name);
        results.add(new Result(builtIn != null ? null : StoredVariable.define(name, scope.variables(), s.place()), builtIn,
                Template.compile(s.arg(1), scope, s.place())));
    }

    private boolean asks() {
        return uri != null && !uri.equals("off");
    }

    private int ask(Exchange x) {
        if (x.parent() != null) {
            return Phase.NEXT;
        }
        long serial = x.serial();
        x.subrequest(uri, null, new NullSink(), part -> {
            for (Result each : results) {
                each.give(x, part);
            }
            int answer = judge(x, part);
            if (x.isStill(serial)) {
                // Not from inside the subrequest's own end.
                x.loop().events().immediate(() -> {
                    if (x.isStill(serial)) {
                        x.resume(answer);
                    }
                });
            }
        });
        return Phase.WAIT;
    }

    private static int judge(Exchange x, Exchange part) {
        int status = part.reply().status();
        if (status >= 200 && status < 300) {
            return Phase.OK;
        }
        if (status == 403) {
            return 403;
        }
        if (status == 401) {
            HeaderList asked = part.reply().headers();
            for (int i = asked.indexOf(CHALLENGE, 0); i >= 0; i = asked.indexOf(CHALLENGE, i + 1)) {
                x.reply().headers().add(CHALLENGE, asked.value(i));
            }
            return 401;
        }
        x.log(Level.ERROR, "auth request unexpected status: " + status);
        return 500;
    }

    @Override
    public void inherit(AuthRequest outer) {
        if (outer != null) {
            uri = uri == null ? outer.uri : uri;
            results = results.isEmpty() ? outer.results : results;
        }
    }
}
