package millrace.gateway.config;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** The table for people: as lines, and as the reference page. */
public final class DirectiveListing {
    private DirectiveListing() {}

    /** A line for each directive: its name, where it may stand, and what its arguments are. */
    public static String lines(Registry registry) {
        StringBuilder lines = new StringBuilder();
        for (Directive each : registry.directives()) {
            String arguments = arguments(each).replace("`", "").replace("\\|", "|");
            lines.append("%-36s %-40s %s".formatted(each.name(), contexts(each), arguments).stripTrailing())
                    .append('\n');
        }
        return lines.toString();
    }

    /** The reference page's part that comes from the table, in Markdown. */
    public static String page(Registry registry) {
        StringBuilder page = new StringBuilder("| directive | arguments | in | since nginx | |\n")
                .append("|---|---|---|---|---|\n");
        for (Directive each : registry.directives()) {
            page.append("| `%s` | %s | %s | %s | %s |\n".formatted(each.name(), cell(arguments(each)), contexts(each),
                    each.since(), cell(each.doc())));
        }
        page.append("\n## Variables\n\n").append(variables(registry.http()))
                .append("\nIn `stream`: ").append(variables(registry.stream()));
        return page.append("\n## Directives of nginx that are not there yet\n").append(missing(registry)).toString();
    }

    private static String variables(Engine of) {
        List<String> names = new ArrayList<>();
        of.variables().keySet().forEach(name -> names.add("`$" + name + "`"));
        of.prefixes().keySet().forEach(prefix -> names.add("`$" + prefix + "`*name*"));
        names.sort(null);
        return String.join(", ", names) + ".\n";
    }

    /** A bar would end the cell. */
    private static String cell(String text) {
        return text.replace("\\|", "|").replace("|", "\\|");
    }

    private static String missing(Registry registry) {
        StringBuilder page = new StringBuilder();
        Map<String, String> missing = AbsentDirectives.missingIn(registry);
        for (String reason : missing.values().stream().distinct().sorted().toList()) {
            page.append('\n').append(Character.toUpperCase(reason.charAt(0))).append(reason.substring(1)).append(":\n");
            List<String> names = missing.keySet().stream().filter(name -> missing.get(name).equals(reason)).toList();
            page.append('`').append(String.join("`, `", names)).append("`.\n");
        }
        return page.toString();
    }

    private static String contexts(Directive directive) {
        if (directive.contexts().size() == Context.values().length) {
            return "anywhere";
        }
        List<Context> sorted = directive.contexts().stream().sorted(Comparator.naturalOrder()).toList();
        return String.join(", ", sorted.stream().map(Context::words).toList());
    }

    private static String arguments(Directive directive) {
        String shown = directive.arguments();
        if (shown.isEmpty()) {
            int min = directive.minArgs();
            int max = directive.maxArgs();
            shown = max == 0 ? "" : max == Integer.MAX_VALUE ? min + " or more" : min != max ? min + " to " + max
                    : max == 1 ? "value" : max + " values";
        }
        String body = directive.body() == Directive.Body.NONE ? "" : "`{ }`";
        return shown.isEmpty() || body.isEmpty() ? shown + body : shown + " " + body;
    }
}
