package millrace.manager.config;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import millrace.manager.config.HealthConfig.Probe;

/** Reads the {@code health} attribute: a string that says what to probe, or an object with how often as well. */
final class Health {
    private static final List<String> KEYS = List.of(
            "http", "tcp", "command", "interval", "timeout", "failures", "grace");
    private static final long INTERVAL_MILLIS = 5000;
    private static final long TIMEOUT_MILLIS = 3000;
    private static final int FAILURES = 3;
    private static final long GRACE_MILLIS = 10_000;

    private Health() {}

    /** As an object, whatever was given. */
    static Map<String, Object> canonical(Object given) throws ConfigException {
        Map<String, Object> read = new LinkedHashMap<>();
        if (given instanceof Map<?, ?> fields) {
            for (Map.Entry<?, ?> field : fields.entrySet()) {
                String key = String.valueOf(field.getKey());
                if (field.getValue() != null) {
                    read.put(key, value(key, field.getValue()));
                }
            }
        } else {
            String text = Kind.text(given);
            Probe probe = probe(text);
            read.put(key(probe), probe == Probe.TCP ? text.substring("tcp://".length()) : text);
        }
        if (Arrays.stream(Probe.values()).filter(probe -> read.containsKey(key(probe))).count() != 1) {
            throw Kind.refused("takes a URL, tcp://host:port or a command, or an object with one of http, tcp and"
                    + " command in it", given);
        }
        return Collections.unmodifiableMap(read);
    }

    private static Probe probe(String text) {
        return text.startsWith("http://") ? Probe.HTTP : text.startsWith("tcp://") ? Probe.TCP : Probe.COMMAND;
    }

    private static String key(Probe probe) {
        return probe.name().toLowerCase(Locale.ROOT);
    }

    private static Object value(String key, Object given) throws ConfigException {
        try {
            return switch (key) {
                case "http", "tcp", "command" -> Kind.text(given);
                case "interval", "timeout" -> positive(Quantity.millis(given));
                case "grace" -> Quantity.millis(given);
                case "failures" -> positive(Quantity.count(given));
                default -> throw new ConfigException("is not known; " + String.join(", ", KEYS) + " are");
            };
        } catch (ConfigException e) {
            throw e.in("\"" + key + "\" ");
        }
    }

    /** Without a pause, or a chance to answer, nothing would be well for long. */
    private static <N extends Number> N positive(N given) throws ConfigException {
        if (given.longValue() == 0) {
            throw new ConfigException("has to be more than 0");
        }
        return given;
    }

    /** @param canonical or {@code null} for none */
    static HealthConfig of(Map<?, ?> canonical) {
        if (canonical == null) {
            return null;
        }
        Probe probe = Arrays.stream(Probe.values())
                .filter(one -> canonical.containsKey(key(one)))
                .findFirst()
                .orElseThrow();
        return new HealthConfig(
                probe,
                (String) canonical.get(key(probe)),
                number(canonical, "interval", INTERVAL_MILLIS),
                number(canonical, "timeout", TIMEOUT_MILLIS),
                (int) number(canonical, "failures", FAILURES),
                number(canonical, "grace", GRACE_MILLIS));
    }

    private static long number(Map<?, ?> canonical, String key, long otherwise) {
        return canonical.get(key) instanceof Number number ? number.longValue() : otherwise;
    }
}
