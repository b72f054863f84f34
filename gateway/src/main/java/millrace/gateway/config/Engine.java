package millrace.gateway.config;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import millrace.gateway.exchange.ErrorHandler;
import millrace.gateway.exchange.HeadFilter;
import millrace.gateway.exchange.Phase;
import millrace.gateway.exchange.PhaseHandler;
import millrace.gateway.variable.Assignment;
import millrace.gateway.variable.Variable;
import millrace.gateway.variable.VariablePrefix;

/** What one kind of traffic has, {@code http} or {@code stream}: its variables, and the handlers of its phases. */
public final class Engine {
    private final Map<String, Variable> variables = new LinkedHashMap<>();
    private final Map<String, Assignment> assignments = new LinkedHashMap<>();
    private final Map<String, VariablePrefix> prefixes = new LinkedHashMap<>();
    private final Map<Phase, List<PhaseHandler>> handlers = new EnumMap<>(Phase.class);
    private final List<HeadFilter> headFilters = new ArrayList<>();
    private final List<ErrorHandler> errorHandlers = new ArrayList<>();

    Engine() {}

    /**
     * A variable that every configuration has. {@code $1} to {@code $9} are variables whose name is a digit.
     *
     * @param name without the dollar sign
     */
    public void variable(String name, Variable variable) {
        if (variables.putIfAbsent(name, variable) != null) {
            throw new IllegalStateException("variable " + name + " is declared twice");
        }
    }

    /** A variable that {@code set} may assign to. */
    public void variable(String name, Variable variable, Assignment assignment) {
        variable(name, variable);
        assignments.put(name, assignment);
    }

    /** Variables whose names begin alike, as {@code arg_}; exact names and longer prefixes come first. */
    public void variablePrefix(String prefix, VariablePrefix family) {
        if (prefixes.putIfAbsent(prefix, family) != null) {
            throw new IllegalStateException("variables " + prefix + " are declared twice");
        }
    }

    /** Runs in a phase, after those that were declared for it before. */
    public void phase(Phase phase, PhaseHandler handler) {
        handlers.computeIfAbsent(phase, p -> new ArrayList<>()).add(handler);
    }

    public List<PhaseHandler> handlers(Phase phase) {
        return Collections.unmodifiableList(handlers.getOrDefault(phase, List.of()));
    }

    /** Sees the heads of replies, after those that were declared before. */
    public void headFilter(HeadFilter filter) {
        headFilters.add(filter);
    }

    public List<HeadFilter> headFilters() {
        return Collections.unmodifiableList(headFilters);
    }

    /** Is asked when a request ends with a status, after those that were declared before. */
    public void errorHandler(ErrorHandler handler) {
        errorHandlers.add(handler);
    }

    public List<ErrorHandler> errorHandlers() {
        return Collections.unmodifiableList(errorHandlers);
    }

    public Map<String, Variable> variables() {
        return Collections.unmodifiableMap(variables);
    }

    public Map<String, Assignment> assignments() {
        return Collections.unmodifiableMap(assignments);
    }

    public Map<String, VariablePrefix> prefixes() {
        return Collections.unmodifiableMap(prefixes);
    }
}
