package millrace.manager.config;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import millrace.cluster.Scheduling;
import millrace.cluster.json.Json;
import millrace.os.Signal;

/** The kinds of value that attributes take. Each reads what users write into one canonical value, and that into itself. */
enum Kind {
    TEXT("string", Kind::text),
    PATH("path", Kind::text),
    /** {@code true} stands for the usual place. */
    PATH_OR_FLAG("path or boolean", given -> given instanceof Boolean ? given : text(given)),
    FLAG("boolean", Kind::flag),
    COUNT("number", Quantity::count),
    MILLIS("milliseconds, or 5s, 1m, 1h", Quantity::millis),
    BYTES("bytes, or 300M, 1G", Quantity::bytes),
    WORDS("array, or string split as by a shell", Kind::words),
    NAMES("array or string", Kind::names),
    FLAG_OR_NAMES("boolean, array or string", given -> isFlag(given) ? flag(given) : names(given)),
    CODES("array of numbers, or number", Kind::codes),
    INSTANCES("number, or \"max\"", Kind::instances),
    MODE("\"fork\" or \"cluster\"", Kind::mode),
    SCHEDULING("string", Kind::scheduling),
    SIGNAL("string", Kind::signal),
    ADDRESS("port, or address:port", ListenAddress::canonical),
    PERIOD("\"hour\", \"day\", \"week\" or \"month\"", Kind::period),
    CRON("string, or 0 for none", Kind::cron),
    ENVIRONMENT("object", Kind::environment),
    HEALTH("string or object", Health::canonical),
    /** Of attributes that do nothing here. */
    ANY("any", given -> given);

    /** Reads a value of a kind. */
    private interface Reader {
        Object read(Object given) throws ConfigException;
    }

    private static final Pattern LEADING_NUMBER = Pattern.compile("(-?[0-9]{1,5})(?:[.,;].*)?");

    private final String label;
    private final Reader reader;

    Kind(String label, Reader reader) {
        this.label = label;
        this.reader = reader;
    }

    /**
     * The canonical value: of strings, numbers, booleans, and lists and maps of them.
     *
     * @param given not {@code null}
     */
    Object read(Object given) throws ConfigException {
        return reader.read(given);
    }

    /** What the documentation calls it. */
    String label() {
        return label;
    }

    static ConfigException refused(String takes, Object given) {
        String shown = given instanceof String text ? '"' + text + '"' : String.valueOf(given);
        return new ConfigException(takes + ", not " + (shown.length() > 60 ? shown.substring(0, 60) + "…" : shown));
    }

    static String text(Object given) throws ConfigException {
        return switch (given) {
            case String text -> text;
            case Double number when number == Math.rint(number) && Math.abs(number) < 1e15 ->
                Long.toString(number.longValue());
            case Number number -> number.toString();
            case Boolean flag -> flag.toString();
            default -> throw refused("takes a string", given);
        };
    }

    private static boolean isFlag(Object given) {
        return given instanceof Boolean || "true".equals(given) || "false".equals(given);
    }

    private static Boolean flag(Object given) throws ConfigException {
        return switch (given) {
            case Boolean flag -> flag;
            case String text when isFlag(text) -> Boolean.valueOf(text);
            case Number number when number.doubleValue() == 0 || number.doubleValue() == 1 -> number.doubleValue() == 1;
            default -> throw refused("takes true or false", given);
        };
    }

    private static List<String> words(Object given) throws ConfigException {
        return given instanceof List<?> ? names(given) : ShellWords.split(text(given));
    }

    private static List<String> names(Object given) throws ConfigException {
        List<String> names = new ArrayList<>();
        for (Object element : given instanceof List<?> list ? list : List.of(given)) {
            names.add(text(element == null ? "" : element));
        }
        return List.copyOf(names);
    }

    private static List<Integer> codes(Object given) throws ConfigException {
        List<Integer> codes = new ArrayList<>();
        for (Object element : given instanceof List<?> list ? list : List.of((Object[]) text(given).split("[, ]+"))) {
            codes.add(Quantity.count(element));
        }
        return List.copyOf(codes);
    }

    /** As PM2, what stands after the number does not count: {@code 4,} is 4. */
    private static Object instances(Object given) throws ConfigException {
        String text = text(given).strip();
        if (text.equals("max")) {
            return text;
        }
        Matcher number = LEADING_NUMBER.matcher(text);
        if (!number.matches()) {
            throw refused("takes a number, \"max\" for one on each core, or a negative number of cores to leave", given);
        }
        return Integer.valueOf(number.group(1));
    }

    private static String mode(Object given) throws ConfigException {
        return switch (text(given)) {
            case "fork", "fork_mode" -> "fork";
            case "cluster", "cluster_mode" -> "cluster";
            default -> throw refused("takes \"fork\" or \"cluster\"", given);
        };
    }

    private static String scheduling(Object given) throws ConfigException {
        try {
            return Scheduling.of(text(given)).toString();
        } catch (IllegalArgumentException e) {
            throw new ConfigException(e.getMessage(), e);
        }
    }

    private static String signal(Object given) throws ConfigException {
        String name = text(given).toUpperCase(Locale.ROOT);
        String bare = name.startsWith("SIG") ? name.substring("SIG".length()) : name;
        if (!bare.matches("[A-Z][A-Z0-9+-]{1,9}")) {
            throw refused("takes a signal's name, as SIGTERM", given);
        }
        try {
            Signal.named(bare);
        } catch (IllegalArgumentException e) {
            throw new ConfigException(refused("takes a signal's name, as SIGTERM", given).getMessage(), e);
        }
        return bare;
    }

    private static String period(Object given) throws ConfigException {
        return switch (text(given)) {
            case "hour", "hourly", "1h" -> "hour";
            case "day", "daily", "1d" -> "day";
            case "week", "weekly", "1w" -> "week";
            case "month", "monthly" -> "month";
            default -> throw refused("takes hour, day, week or month", given);
        };
    }

    /** PM2 switches it off by 0. */
    private static Object cron(Object given) throws ConfigException {
        String text = text(given).strip();
        return text.equals("0") || text.equals("false") ? "0" : text;
    }

    private static Map<String, String> environment(Object given) throws ConfigException {
        if (!(given instanceof Map<?, ?> fields)) {
            // What it is instead is not shown: it may be a secret.
            throw new ConfigException("takes an object of variables, as {\"NAME\": \"value\"}");
        }
        Map<String, String> variables = new LinkedHashMap<>();
        for (Map.Entry<?, ?> field : fields.entrySet()) {
            if (field.getValue() != null) {
                variables.put(String.valueOf(field.getKey()), variable(field.getValue()));
            }
        }
        return Collections.unmodifiableMap(variables);
    }

    /** What is no text is passed as JSON, as PM2 does. */
    private static String variable(Object value) throws ConfigException {
        return value instanceof Map || value instanceof List
                ? new String(Json.line(value), StandardCharsets.UTF_8).strip()
                : text(value);
    }
}
