package millrace.gateway.config;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import millrace.gateway.exchange.ErrorHandler;
import millrace.gateway.exchange.HeadFilter;
import millrace.gateway.exchange.Phase;
import millrace.gateway.exchange.PhaseHandler;
import millrace.gateway.variable.Assignment;
import millrace.gateway.variable.Variable;
import millrace.gateway.variable.VariablePrefix;

/**
 * The table: directives, variables and handlers of all features. Filled once by one thread, then read only; every
 * configuration is read against it.
 */
public final class Registry {
    private final Map<String, List<Directive>> directives = new TreeMap<>();
    private final Set<String> rooms = new HashSet<>();
    private final List<Directive> yielding = new ArrayList<>();
    private final Map<String, Variable> variables = new LinkedHashMap<>();
    private final Map<String, Assignment> assignments = new LinkedHashMap<>();
    private final Map<String, VariablePrefix> prefixes = new LinkedHashMap<>();
    private final Map<Phase, List<PhaseHandler>> handlers = new EnumMap<>(Phase.class);
    private final List<HeadFilter> headFilters = new ArrayList<>();
    private final List<ErrorHandler> errorHandlers = new ArrayList<>();

    public Registry() {}

    public static Registry of(Collection<Feature> features) {
        Registry registry = new Registry();
        for (Feature each : features) {
            registry.rooms.add(each.getClass().getPackageName());
            each.register(registry);
        }
        registry.yielding.stream().filter(d -> registry.named(d.name()).isEmpty()).toList().forEach(registry::add);
        return registry;
    }

    /**
     * Begins to declare a directive; the declaration's last word enters it. A name may be declared for several
     * contexts apart.
     */
    public Declaration directive(String name, Context... contexts) {
        return new Declaration(this, name, contexts);
    }

    void add(Directive directive) {
        List<Directive> same = directives.computeIfAbsent(directive.name(), n -> new ArrayList<>());
        for (Directive other : same) {
            if (!Collections.disjoint(other.contexts(), directive.contexts())) {
                throw new IllegalStateException("directive " + directive.name() + " is declared twice for one context");
            }
        }
        same.add(directive);
    }

    /** Whether settings belong to one of the features, so that they are completed even if no directive made them. */
    boolean owns(SettingsKey<?> key) {
        return rooms.contains(key.room());
    }

    /** Enters a row when all features have declared theirs, if none has the name. */
    void addUnlessDeclared(Directive directive) {
        yielding.add(directive);
    }

    /** All of one name, each for contexts of its own; empty if there is none. */
    public List<Directive> named(String name) {
        return directives.getOrDefault(name, List.of());
    }

    /** By name. */
    public List<Directive> directives() {
        return directives.values().stream().flatMap(List::stream).toList();
    }

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
