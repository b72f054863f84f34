package millrace.cli.manage;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import millrace.cli.Failure;

/** {@code --sort cpu:desc} */
final class Sorting {
    private Sorting() {}

    /** @param wish {@code null}: by id */
    static List<Listed> sort(List<Listed> processes, String wish) throws Failure {
        List<Listed> sorted = new ArrayList<>(processes);
        sorted.sort(order(wish));
        return sorted;
    }

    private static Comparator<Listed> order(String wish) throws Failure {
        Comparator<Listed> byId = (a, b) -> Integer.compare(a.id(), b.id());
        if (wish == null) {
            return byId;
        }
        int colon = wish.indexOf(':');
        String field = (colon < 0 ? wish : wish.substring(0, colon)).toLowerCase(Locale.ROOT);
        String way = colon < 0 ? "asc" : wish.substring(colon + 1).toLowerCase(Locale.ROOT);
        if (!way.equals("asc") && !way.equals("desc")) {
            throw Failure.of("--sort " + wish + ": after the colon stands asc or desc");
        }
        Comparator<Listed> order = field(field, wish);
        return (way.equals("desc") ? order.reversed() : order).thenComparing(byId);
    }

    private static Comparator<Listed> field(String field, String wish) throws Failure {
        return switch (field) {
            case "name" -> (a, b) -> a.name().compareTo(b.name());
            case "namespace" -> (a, b) -> a.namespace().compareTo(b.namespace());
            case "status" -> (a, b) -> a.status().compareTo(b.status());
            case "id" -> (a, b) -> Integer.compare(a.id(), b.id());
            case "pid" -> (a, b) -> Double.compare(a.number("pid"), b.number("pid"));
            case "cpu" -> (a, b) -> Double.compare(a.number("cpu"), b.number("cpu"));
            case "memory", "mem" -> (a, b) -> Double.compare(a.number("memory"), b.number("memory"));
            case "uptime" -> (a, b) -> Long.compare(a.uptime(), b.uptime());
            case "restarts", "restart" -> (a, b) -> Double.compare(a.number("restarts"), b.number("restarts"));
            default -> throw Failure.of("--sort " + wish
                    + ": sort by name, id, pid, cpu, memory, uptime, status, restarts or namespace");
        };
    }
}
