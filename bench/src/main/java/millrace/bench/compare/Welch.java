package millrace.bench.compare;

/**
 * How far a change may be chance, told from several runs a side: each run is one figure, and runs differ among themselves
 * by more than their intervals tell. Welch's interval, that needs no equal spread.
 */
final class Welch {
    private Welch() {}

    static Comparison.Change[] of(Units units, int before) {
        double[][] runs = new double[units.size()][];
        for (int i = 0; i < runs.length; i++) {
            int[] weights = new int[runs.length];
            weights[i] = 1;
            runs[i] = units.show(weights);
        }
        Comparison.Change[] changes = new Comparison.Change[runs[0].length];
        for (int i = 0; i < changes.length; i++) {
            changes[i] = change(column(runs, i, 0, before), column(runs, i, before, runs.length));
        }
        return changes;
    }

    private static double[] column(double[][] rows, int column, int from, int to) {
        double[] values = new double[to - from];
        for (int i = from; i < to; i++) {
            values[i - from] = rows[i][column];
        }
        return values;
    }

    private static Comparison.Change change(double[] one, double[] other) {
        double middle = mean(other) - mean(one);
        double a = variance(one) / one.length;
        double b = variance(other) / other.length;
        double half = 0;
        if (a + b > 0) {
            double freedom = (a + b) * (a + b) / (a * a / (one.length - 1) + b * b / (other.length - 1));
            half = Math.sqrt(a + b) * Student.bound(Comparison.CHANCE, freedom);
        }
        return new Comparison.Change(middle, middle - half, middle + half, false);
    }

    private static double mean(double[] values) {
        double sum = 0;
        for (double value : values) {
            sum += value;
        }
        return sum / values.length;
    }

    private static double variance(double[] values) {
        double mean = mean(values);
        double sum = 0;
        for (double value : values) {
            sum += (value - mean) * (value - mean);
        }
        return sum / (values.length - 1);
    }
}
