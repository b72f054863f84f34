package millrace.cli.monit;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** One process as the daemon's {@code list} has it. What the daemon does not know of it is 0, empty or "". */
record Row(Map<?, ?> fields) {
    static List<Row> all(Object result) {
        List<Row> rows = new ArrayList<>();
        if (result instanceof List<?> list) {
            for (Object one : list) {
                if (one instanceof Map<?, ?> fields) {
                    rows.add(new Row(fields));
                }
            }
        }
        return rows;
    }

    int id() {
        return (int) number("pm_id");
    }

    String name() {
        return text("name");
    }

    String status() {
        return text("status");
    }

    boolean isOnline() {
        return status().equals("online");
    }

    boolean isBad() {
        return status().equals("errored") || status().equals("waiting restart");
    }

    double cpuPercent() {
        return number("cpu");
    }

    double memoryBytes() {
        return number("memory");
    }

    long restarts() {
        return (long) number("restarts");
    }

    /** Milliseconds that it has been running. */
    long uptimeMillis(long nowMillis) {
        long started = (long) number("started_at");
        return isOnline() && started > 0 ? Math.max(0, nowMillis - started) : 0;
    }

    /** What is only of interest of a process that there is. */
    String ifRuns(String text) {
        return number("pid") > 0 ? text : "";
    }

    boolean has(String name) {
        return fields.get(name) instanceof Number;
    }

    double number(String name) {
        return fields.get(name) instanceof Number number ? number.doubleValue() : 0;
    }

    List<?> history(String name) {
        return fields.get(name) instanceof List<?> list ? list : List.of();
    }

    String text(String name) {
        Object value = fields.get(name);
        return value == null ? "" : value.toString();
    }
}
