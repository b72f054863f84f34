package millrace.cli.manage;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** One process as the daemon lists it. */
record Listed(Map<?, ?> fields) {
    static List<Listed> all(Object result) {
        List<Listed> all = new ArrayList<>();
        if (result instanceof List<?> list) {
            for (Object one : list) {
                if (one instanceof Map<?, ?> fields) {
                    all.add(new Listed(fields));
                }
            }
        }
        return all;
    }

    int id() {
        return (int) number("pm_id");
    }

    String name() {
        return text("name", "");
    }

    String namespace() {
        return text("namespace", "default");
    }

    String status() {
        return text("status", "unknown");
    }

    boolean online() {
        return status().equals("online");
    }

    double number(String name) {
        return Amount.of(fields.get(name));
    }

    /** {@code N/A} where there is nothing. */
    String text(String name) {
        return text(name, "N/A");
    }

    String text(String name, String otherwise) {
        Object value = fields.get(name);
        return value == null || value.equals("") ? otherwise : value.toString();
    }

    List<?> list(String name) {
        return fields.get(name) instanceof List<?> list ? list : List.of();
    }

    /** Milliseconds since it was started; 0 when it does not run. */
    long uptime() {
        double since = number("started_at");
        return online() && since > 0 ? Math.max(0, System.currentTimeMillis() - (long) since) : 0;
    }

    boolean watching() {
        return Boolean.TRUE.equals(fields.get("watching"));
    }

    /** Whether a target means it: {@code all}, a name, a namespace, an id, or {@code /a regular expression/}. */
    boolean is(String target) {
        if (target.length() > 2 && target.startsWith("/") && target.endsWith("/")) {
            try {
                return Pattern.compile(target.substring(1, target.length() - 1)).matcher(name()).find();
            } catch (PatternSyntaxException e) {
                // Then it is a name, if a strange one.
                return name().equals(target);
            }
        }
        return target.equals("all")
                || name().equals(target)
                || namespace().equals(target)
                || Integer.toString(id()).equals(target);
    }
}
