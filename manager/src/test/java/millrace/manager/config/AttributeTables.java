package millrace.manager.config;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import millrace.manager.config.Attribute.Section;

/** The tables of {@code docs/process-files.md}, out of the rows of {@link Attribute}. */
final class AttributeTables {
    /** What PM2 does not know. */
    private static final Set<Attribute> OWN = EnumSet.of(
            Attribute.ENV_FILE,
            Attribute.SCHEDULING,
            Attribute.LISTEN,
            Attribute.RELOAD_PARALLEL,
            Attribute.DEPENDS_ON,
            Attribute.HEAL_AFTER,
            Attribute.HEALTH,
            Attribute.STOP_SIGNAL,
            Attribute.ROTATE_SIZE,
            Attribute.ROTATE_EVERY,
            Attribute.ROTATE_KEEP,
            Attribute.ROTATE_COMPRESS);

    private AttributeTables() {}

    static String text() {
        StringBuilder text = new StringBuilder();
        for (Section section : Section.values()) {
            text.append("\n### ").append(section.title).append("\n\n");
            text.append(section == Section.INERT
                    ? "| attribute | |\n|---|---|\n"
                    : "| attribute | takes | default | |\n|---|---|---|---|\n");
            for (Attribute attribute : Attribute.values()) {
                if (attribute.section() == section) {
                    text.append(row(attribute));
                }
            }
        }
        return text.toString();
    }

    private static String row(Attribute attribute) {
        List<String> cells = new ArrayList<>();
        cells.add(names(attribute));
        if (!attribute.inert()) {
            cells.add(attribute.kind().label());
            cells.add(attribute.byDefault() == null ? "" : '`' + attribute.byDefault() + '`');
        }
        cells.add(attribute.says());
        return "| " + String.join(" | ", cells) + " |\n";
    }

    private static String names(Attribute attribute) {
        String names = '`' + attribute.key() + '`';
        if (!attribute.aliases().isEmpty()) {
            names += " (" + String.join(", ", attribute.aliases().stream().map(alias -> '`' + alias + '`').toList()) + ")";
        }
        return OWN.contains(attribute) ? names + " ★" : names;
    }
}
