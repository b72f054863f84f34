package harness;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The same measure taken round after round: its median is the result, the rounds show how far to trust it. */
final class Rounds {
    private final List<Double> values = new ArrayList<>();

    void add(double value) {
        values.add(value);
    }

    double median() {
        List<Double> sorted = values.stream().sorted().toList();
        int count = sorted.size();
        if (count == 0) {
            return Double.NaN;
        }
        return (sorted.get((count - 1) / 2) + sorted.get(count / 2)) / 2;
    }

    /** Round by round divided by {@code other}: what disturbs a whole round falls out. */
    Rounds over(Rounds other) {
        Rounds ratios = new Rounds();
        for (int i = 0; i < Math.min(values.size(), other.values.size()); i++) {
            ratios.add(values.get(i) / other.values.get(i));
        }
        return ratios;
    }

    /** Round by round less {@code other}. */
    Rounds minus(Rounds other) {
        Rounds differences = new Rounds();
        for (int i = 0; i < Math.min(values.size(), other.values.size()); i++) {
            differences.add(values.get(i) - other.values.get(i));
        }
        return differences;
    }

    /** "median (round, round, round)", each with {@code digits} decimals. */
    String text(int digits) {
        if (values.isEmpty()) {
            return "";
        }
        String rounds = values.stream().map(value -> text(value, digits)).collect(Collectors.joining(", "));
        return text(median(), digits) + (values.size() == 1 ? "" : " (" + rounds + ")");
    }

    static String text(double value, int digits) {
        return String.format(Locale.ROOT, "%,." + digits + "f", value);
    }
}
