package millrace.gateway.stream;

import millrace.gateway.config.ConfigException;
import millrace.gateway.config.Scope;
import millrace.gateway.config.Statement;
import millrace.gateway.exchange.Exchange;
import millrace.gateway.exchange.Phase;
import millrace.gateway.variable.Scratch;
import millrace.gateway.variable.StoredVariable;
import millrace.gateway.variable.Template;
import millrace.gateway.variable.VariableName;

/** One {@code set}. Immutable. */
record SetStep(StoredVariable variable, Template value) {
    static void add(Scope scope, Statement s) throws ConfigException {
        String name = VariableName.declared(s.arg(0), s.place());
        StoredVariable variable = StoredVariable.define(name, scope.variables(), s.place());
        Template value = Template.compile(s.arg(1), scope, s.place());
        scope.get(StreamSettings.KEY).steps.add(new SetStep(variable, value));
    }

    /** All of a server, in the order of the file. */
    static int run(Exchange x) {
        for (SetStep each : x.settings(StreamSettings.KEY).steps) {
            try (Scratch scratch = Scratch.of(x)) {
                each.value.write(x, scratch.output());
                each.variable.put(x, scratch.output(), 0);
            }
        }
        return Phase.NEXT;
    }
}
