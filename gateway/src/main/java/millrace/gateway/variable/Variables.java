package millrace.gateway.variable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import millrace.gateway.config.ConfigException;
import millrace.gateway.config.Engine;
import millrace.gateway.config.NearestName;
import millrace.gateway.config.Place;

/**
 * The variables of one configuration: those of the table, and those that its own directives make ({@code set},
 * {@code map}, captures). Names do not mind the case of letters. Built by one thread, then read only.
 */
public final class Variables {
    private final Engine builtIn;
    private final Map<String, Variable> own = new HashMap<>();
    private final Map<String, Slot> slots = new LinkedHashMap<>();
    private boolean bound;

    public Variables(Engine engine) {
        builtIn = engine;
    }

    /** Makes a variable. A second definition replaces the first, as with two {@code map}s of one name. */
    public void define(String name, Variable variable, Place place) throws ConfigException {
        String key = key(name);
        if (builtIn.variables().containsKey(key) && !builtIn.assignments().containsKey(key)) {
            throw new ConfigException(place, "the duplicate \"" + name + "\" variable", "it is built in");
        }
        own.put(key, variable);
    }

    public boolean isDefined(String name) {
        return own.containsKey(key(name));
    }

    /** How {@code set} assigns to a built-in variable; null if it is none, or cannot be set. */
    public Assignment assignment(String name) {
        return builtIn.assignments().get(key(name));
    }

    /** The slot of a name that is used; whether there is such a variable turns out when all is read. */
    public Slot slot(String name, Place place) throws ConfigException {
        String key = key(name);
        Slot slot = slots.get(key);
        if (slot == null) {
            slot = new Slot(key, slots.size(), place);
            slots.put(key, slot);
            if (bound) {
                bind(slot);
            }
        }
        return slot;
    }

    /** How many names are used. */
    public int count() {
        return slots.size();
    }

    /** Everything is read: each name must mean something now. Names that are asked for later must do so at once. */
    public void bindAll(Consumer<ConfigException> problems) {
        bound = true;
        for (Slot each : List.copyOf(slots.values())) {
            try {
                bind(each);
            } catch (ConfigException unknown) {
                problems.accept(unknown);
            }
        }
    }

    private void bind(Slot slot) throws ConfigException {
        Variable variable = find(slot.name());
        if (variable == null) {
            throw new ConfigException(slot.place(), "unknown \"" + slot.name() + "\" variable",
                    NearestName.hint(slot.name(), names()));
        }
        slot.bind(variable);
    }

    /** What a name means so far; null if nothing. */
    public Variable known(String name) {
        return find(key(name));
    }

    private Variable find(String key) {
        Variable found = own.get(key);
        if (found == null) {
            found = builtIn.variables().get(key);
        }
        return found != null ? found : ofFamily(key);
    }

    private Variable ofFamily(String key) {
        String longest = null;
        for (String prefix : builtIn.prefixes().keySet()) {
            if (key.startsWith(prefix) && (longest == null || prefix.length() > longest.length())) {
                longest = prefix;
            }
        }
        return longest == null ? null : builtIn.prefixes().get(longest).of(key.substring(longest.length()));
    }

    private List<String> names() {
        List<String> names = new ArrayList<>(own.keySet());
        names.addAll(builtIn.variables().keySet());
        return names;
    }

    private static String key(String name) {
        return name.toLowerCase(Locale.ROOT);
    }
}
