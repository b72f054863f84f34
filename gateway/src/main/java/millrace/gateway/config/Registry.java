package millrace.gateway.config;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
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
    private final Engine http = new Engine();
    private final Engine stream = new Engine();

    public Registry() {}

    public static Registry of(Collection<Feature> features) {
        Registry registry = new Registry();
        for (Feature each : features) {
            registry.rooms.add(each.getClass().getPackageName());
            each.register(registry);
        }
        registry.yielding.stream().filter(registry::isFree).toList().forEach(registry::add);
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

    private boolean isFree(Directive row) {
        return named(row.name()).stream().allMatch(other -> Collections.disjoint(other.contexts(), row.contexts()));
    }

    /** Enters a row when all features have declared theirs, if none has the name there. */
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

    /** What requests by HTTP have. */
    public Engine http() {
        return http;
    }

    /** What sessions of {@code stream} have. */
    public Engine stream() {
        return stream;
    }

    /** That of a level. */
    public Engine engine(Scope scope) {
        return scope.isStream() ? stream : http;
    }

    /** As {@link Engine#variable(String, Variable)}, for HTTP. */
    public void variable(String name, Variable variable) {
        http.variable(name, variable);
    }

    /** As {@link Engine#variable(String, Variable, Assignment)}, for HTTP. */
    public void variable(String name, Variable variable, Assignment assignment) {
        http.variable(name, variable, assignment);
    }

    /** As {@link Engine#variablePrefix}, for HTTP. */
    public void variablePrefix(String prefix, VariablePrefix family) {
        http.variablePrefix(prefix, family);
    }

    /** As {@link Engine#phase}, for HTTP. */
    public void phase(Phase phase, PhaseHandler handler) {
        http.phase(phase, handler);
    }

    /** Sees the heads of replies, after those that were declared before. */
    public void headFilter(HeadFilter filter) {
        http.headFilter(filter);
    }

    /** As {@link Engine#errorHandler}, for HTTP. */
    public void errorHandler(ErrorHandler handler) {
        http.errorHandler(handler);
    }
}
