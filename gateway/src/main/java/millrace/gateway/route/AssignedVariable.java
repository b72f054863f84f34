package millrace.gateway.route;

import java.nio.charset.StandardCharsets;
import millrace.gateway.config.ConfigException;
import millrace.gateway.config.Place;
import millrace.gateway.config.Scope;
import millrace.gateway.exchange.Exchange;
import millrace.gateway.variable.Assignment;
import millrace.gateway.variable.Variable;
import millrace.gateway.variable.Variables;
import millrace.http.codec.Output;

/**
 * A variable that a configuration gives values to, by {@code set} or a named group. Before that it is what it is without
 * them: a {@code $http_name} is the request's field, others are empty.
 */
public final class AssignedVariable implements Variable, Assignment {
    private final int index;
    private final Variable before;

    private AssignedVariable(int index, Variable before) {
        this.index = index;
        this.before = before;
    }

    /**
     * Declares a variable, if it is not there.
     *
     * @return how to give it a value
     * @throws ConfigException if it is built in and cannot be changed
     */
    public static Assignment declare(String name, Scope scope, Place place) throws ConfigException {
        Variables variables = scope.variables();
        Assignment builtIn = variables.assignment(name);
        if (builtIn != null) {
            return builtIn;
        }
        Variable known = variables.known(name);
        if (known instanceof AssignedVariable own) {
            return own;
        }
        AssignedVariable fresh = new AssignedVariable(variables.slot(name, place).index(), known);
        variables.define(name, fresh, place);
        return fresh;
    }

    @Override
    public boolean write(Exchange x, Output to) {
        byte[] value = AssignedValues.get(x, index);
        if (value == null) {
            return before == null || before.write(x, to);
        }
        to.put(value);
        return true;
    }

    @Override
    public void assign(Exchange x, String value) {
        AssignedValues.set(x, index, value.getBytes(StandardCharsets.ISO_8859_1));
    }
}
