package millrace.bench.compare;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import millrace.bench.compare.Comparison.Row;
import millrace.bench.report.Figures;
import millrace.bench.report.Table;

/** A comparison for people, at a terminal. */
public final class ComparisonText {
    private static final double MOST = 1_000;

    private ComparisonText() {}

    /**
     * A table, and the verdict.
     *
     * @param first what the first side is called
     * @param other and the other
     */
    public static String of(Comparison comparison, String first, String other) {
        Table table = new Table("", "A", "B", "B against A", "within", "");
        for (Row row : comparison.rows()) {
            table.row(row.metric().label(), figure(row.metric(), row.before()), figure(row.metric(), row.after()),
                    change(row, row.change()), within(row),
                    row.isBetter() ? "better" : row.isWorse() ? "worse" : "no difference seen");
        }
        return "A: " + first + "\nB: " + other + "\n" + table + verdict(comparison) + "\n";
    }

    /** A sentence or two. */
    public static String verdict(Comparison comparison) {
        List<String> better = rows(comparison.rows().stream().filter(Row::isBetter).toList());
        List<String> worse = rows(comparison.rows().stream().filter(Row::isWorse).toList());
        if (better.isEmpty() && worse.isEmpty()) {
            return "No difference seen. That is no proof of there being none: "
                    + (comparison.byRuns() ? "more" : "longer runs, or more") + " runs show smaller ones.";
        }
        List<String> parts = new ArrayList<>();
        if (!better.isEmpty()) {
            parts.add("B is better in " + String.join(" and ", better));
        }
        if (!worse.isEmpty()) {
            parts.add((better.isEmpty() ? "B is worse in " : "worse in ") + String.join(" and ", worse));
        }
        return String.join(", and ", parts) + "." + (comparison.byRuns() ? "" : " This is of one run: what differs from run "
                + "to run (neighbours, the state of a server) is only seen with several a side.");
    }

    private static List<String> rows(List<Row> rows) {
        return rows.stream()
                .map(row -> row.metric().label() + " (" + change(row, row.change()) + ")")
                .toList();
    }

    static String figure(Metric metric, double value) {
        return switch (metric) {
            case RATE -> Figures.number(value < 10 ? value : Math.rint(value));
            case P50, P95, P99 -> Double.isNaN(value) ? "none" : Figures.latency(value);
            case ERRORS -> share(value);
        };
    }

    private static String change(Row row, double change) {
        return signed(row, change) + (row.metric().isRatio() ? " %" : " points");
    }

    private static String within(Row row) {
        return signed(row, row.low()) + " … " + change(row, row.high());
    }

    /** More than tenfold is as good as unknown. */
    private static String signed(Row row, double change) {
        if (Double.isNaN(change)) {
            return "?";
        }
        double percent = Math.clamp(change * 100, row.metric().isRatio() ? -100 : -MOST, MOST);
        double size = Math.abs(percent);
        String form = size >= MOST ? "more than %+.0f" : size >= 100 ? "%+.0f" : size >= 1 ? "%+.1f" : "%+.2f";
        return size == 0 ? "0" : String.format(Locale.ROOT, form, percent);
    }

    private static String share(double share) {
        return String.format(Locale.ROOT, share > 0 && share < 0.01 ? "%.3f %%" : "%.1f %%", share * 100);
    }
}
