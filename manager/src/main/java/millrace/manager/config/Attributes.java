package millrace.manager.config;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import millrace.manager.program.NearestName;

/**
 * What was said of one app: canonical names with canonical values. The getters know the defaults.
 *
 * @param values in the order in which they were given
 */
record Attributes(Map<String, Object> values) {
    /** One letter in so many may be wrong in a name that is only misspelt. */
    private static final int SLIP = 5;

    Attributes {
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    /**
     * @param given with whatever names users write; {@code null} and empty strings count as not given
     * @param place of a name, for messages: {@code file:line: }, or nothing
     * @param notes told of what has no effect
     */
    static Attributes read(Map<String, ?> given, Function<String, String> place, Consumer<String> notes)
            throws ConfigException {
        Map<String, Object> values = new LinkedHashMap<>();
        for (Map.Entry<String, ?> one : given.entrySet()) {
            if (one.getValue() != null && !one.getValue().equals("")) {
                try {
                    put(values, one.getKey(), one.getValue(), note -> notes.accept(place.apply(one.getKey()) + note));
                } catch (ConfigException e) {
                    throw e.in(place.apply(one.getKey()));
                }
            }
        }
        return new Attributes(values);
    }

    private static void put(Map<String, Object> values, String name, Object given, Consumer<String> notes)
            throws ConfigException {
        Attribute attribute = Attribute.named(name).orElse(null);
        if (attribute == null && name.startsWith(Attribute.ENV_PREFIX)) {
            values.put(name, value(name, Kind.ENVIRONMENT, given));
        } else if (attribute == null) {
            unknown(name, notes);
        } else if (attribute.inert()) {
            notes.accept('"' + name + "\" has no effect here. " + attribute.says());
        } else {
            values.put(attribute.key(), value(name, attribute.kind(), given));
        }
    }

    private static Object value(String name, Kind kind, Object given) throws ConfigException {
        try {
            return kind.read(given);
        } catch (ConfigException e) {
            throw e.in('"' + name + "\" ");
        }
    }

    /** A slip stops the file; what is less like a name that is known may be the user's own remark, as PM2 allows. */
    private static void unknown(String name, Consumer<String> notes) throws ConfigException {
        String nearest = Attribute.nearest(name).orElse(null);
        String meant = nearest == null ? "" : "; did you mean \"" + nearest + "\"?";
        if (nearest != null && NearestName.distance(nearest, name) <= Math.max(1, name.length() / SLIP)) {
            throw new ConfigException("unknown attribute \"" + name + '"' + meant);
        }
        notes.accept("\"" + name + "\" is no attribute that is known, and has no effect" + meant);
    }

    boolean has(Attribute attribute) {
        return values.containsKey(attribute.key());
    }

    /** {@code null} when neither given nor by default. */
    Object value(Attribute attribute) throws ConfigException {
        Object value = values.get(attribute.key());
        return value == null && attribute.byDefault() != null
                ? attribute.kind().read(attribute.byDefault())
                : value;
    }

    /** {@code null} when neither given nor by default. */
    String text(Attribute attribute) throws ConfigException {
        return (String) value(attribute);
    }

    boolean flag(Attribute attribute) throws ConfigException {
        return Boolean.TRUE.equals(value(attribute));
    }

    long number(Attribute attribute) throws ConfigException {
        return value(attribute) instanceof Number number ? number.longValue() : 0;
    }

    /** Empty when neither given nor by default, or when it is {@code true} or {@code false}. */
    List<String> names(Attribute attribute) throws ConfigException {
        return value(attribute) instanceof List<?> list ? list.stream().map(String::valueOf).toList() : List.of();
    }

    Map<String, String> variables(String key) {
        Map<String, String> variables = new LinkedHashMap<>();
        if (values.get(key) instanceof Map<?, ?> map) {
            map.forEach((name, value) -> variables.put((String) name, (String) value));
        }
        return variables;
    }

    /** The file to write into, {@code null} for none. */
    Path file(Attribute attribute, Path otherwise) throws ConfigException {
        String name = text(attribute);
        if (name == null) {
            return otherwise;
        }
        return name.equals("NULL") || name.equals("/dev/null") ? null : path(attribute, name);
    }

    static Path path(Attribute attribute, String name) throws ConfigException {
        return path('"' + attribute.key() + '"', name);
    }

    static Path path(String what, String name) throws ConfigException {
        try {
            return Path.of(name);
        } catch (InvalidPathException e) {
            throw new ConfigException(what + " is no path: " + e.getMessage(), e);
        }
    }
}
