package millrace.gateway.rewrite;

import millrace.gateway.config.ConfigException;
import millrace.gateway.config.Context;
import millrace.gateway.config.Feature;
import millrace.gateway.config.Registry;
import millrace.gateway.config.Scope;
import millrace.gateway.config.Statement;
import millrace.gateway.exchange.Exchange;
import millrace.gateway.exchange.Phase;
import millrace.gateway.exchange.Plan;
import millrace.gateway.variable.Assignment;
import millrace.gateway.variable.StoredVariable;
import millrace.gateway.variable.Template;
import millrace.gateway.variable.VariableName;
import millrace.http.codec.Output;

/** Directives that run: nginx's module rewrite. */
public final class RewriteFeature implements Feature {
    private static final Context[] WHERE =
            {Context.SERVER, Context.LOCATION, Context.IF_IN_SERVER, Context.IF_IN_LOCATION};

    @Override
    public void register(Registry registry) {
        registry.directive("rewrite", WHERE)
                .since("0.1.0")
                .doc("Changes the path of requests that a pattern matches. `last` chooses the location anew, `break` does not, "
                        + "`redirect` (302) and `permanent` (301) send the client there. Arguments are kept unless the "
                        + "replacement ends with a question mark.")
                .shown("pattern replacement [last | break | redirect | permanent]")
                .args(2, 3)
                .repeated()
                .set((scope, s) -> add(scope, RewriteStep.of(scope, s)));
        registry.directive("return", WHERE)
                .since("0.1.0")
                .doc("Answers with a status and a text, or sends the client to a URL. 444 closes the connection.")
                .shown("code [text] | code URL | URL")
                .args(1, 2)
                .repeated()
                .set((scope, s) -> add(scope, ReturnStep.of(scope, s)));
        values(registry);
        conditions(registry);
        logs(registry);
        registry.phase(Phase.SERVER_REWRITE, new RewriteHandler(Context.SERVER));
        registry.phase(Phase.REWRITE, new RewriteHandler(Context.LOCATION));
    }

    private static void values(Registry registry) {
        registry.directive("break", WHERE)
                .since("0.1.0")
                .doc("Ends what runs in this level; a path changed before stays in this location.")
                .args(0, 0)
                .repeated()
                .set((scope, s) -> add(scope, RewriteFeature::leave));
        registry.directive("set", WHERE)
                .since("0.1.0")
                .doc("Gives a value to a variable.")
                .shown("`$variable` value")
                .args(2, 2)
                .repeated()
                .set((scope, s) -> add(scope, assignment(scope, s)));
    }

    private static void logs(Registry registry) {
        registry.directive("rewrite_log", Context.HTTP, Context.SERVER, Context.LOCATION, Context.IF_IN_SERVER,
                        Context.IF_IN_LOCATION)
                .since("0.1.0")
                .doc("Whether what patterns match is logged, at level `notice`.")
                .flag(RewriteSettings.KEY, RewriteSettings::log);
        registry.directive("uninitialized_variable_warn", Context.HTTP, Context.SERVER, Context.LOCATION,
                        Context.IF_IN_SERVER, Context.IF_IN_LOCATION)
                .since("0.1.0")
                .doc("Accepted and without effect: a variable without a value is empty, and no warning is logged.")
                .flag(RewriteSettings.KEY, (s, on) -> { });
    }

    private static void conditions(Registry registry) {
        String doc = "What runs or holds under a condition: a variable, `=`, `!=`, `~`, `~*`, `!~`, `!~*`, or `-f`, `-d`, "
                + "`-e`, `-x` for files.";
        registry.directive("if", Context.SERVER, Context.IF_IN_SERVER)
                .since("0.1.0")
                .doc(doc)
                .shown("(condition)")
                .argsFrom(1)
                .repeated()
                .block(Context.IF_IN_SERVER, RewriteFeature::branch);
        registry.directive("if", Context.LOCATION, Context.IF_IN_LOCATION)
                .since("0.1.0")
                .doc(doc)
                .shown("(condition)")
                .argsFrom(1)
                .repeated()
                .block(Context.IF_IN_LOCATION, RewriteFeature::branch);
    }

    private static void add(Scope scope, Step step) {
        scope.get(RewriteSettings.KEY).add(step);
    }

    private static int leave(Exchange x) {
        if (x.run().isPathChanged()) {
            x.run().pathStays();
            x.locationIntact(false);
        }
        return Step.STOP;
    }

    private static Step assignment(Scope scope, Statement s) throws ConfigException {
        String name = VariableName.declared(s.arg(0), s.place());
        Template value = Template.compile(s.arg(1), scope, s.place());
        Assignment builtIn = scope.variables().assignment(name);
        if (builtIn != null) {
            return x -> {
                builtIn.assign(x, value.text(x));
                return Step.GO_ON;
            };
        }
        StoredVariable stored = StoredVariable.define(name, scope.variables(), s.place());
        return x -> {
            Output text = new Output(64);
            value.write(x, text);
            stored.put(x, text, 0);
            return Step.GO_ON;
        };
    }

    /** In a location the block holds for the rest of the request, in a server it only runs. */
    private static void branch(Scope scope, Statement s, Scope inner) throws ConfigException {
        Condition condition = Condition.of(scope, s);
        RewriteSettings inside = inner.get(RewriteSettings.KEY);
        boolean holds = inner.context() == Context.IF_IN_LOCATION;
        if (holds) {
            Plan.touch(inner);
        }
        add(scope, x -> {
            if (!condition.holds(x)) {
                return Step.GO_ON;
            }
            if (holds) {
                x.scope(inner);
            }
            return inside.run(x);
        });
    }
}
