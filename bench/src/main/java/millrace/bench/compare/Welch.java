package millrace.bench.compare;

import java.util.Arrays;

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
            changes[i] = change(column(runs, i, 0, before), column(runs, i, before, runs.length),
                    Comparison.blur(Metric.values()[i]));
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

    /** @param blur the width of what cannot be told apart: values within it look equal, and are not known to be */
    private static Comparison.Change change(double[] one, double[] other, double blur) {
        double middle = mean(other) - mean(one);
        double a = (variance(one) + blur * blur / 12) / one.length;
        double b = (variance(other) + blur * blur / 12) / other.length;
        if (!Double.isFinite(a + b)) { // A run without any answer has no logarithm: one of several tells nothing.
            boolean allDead = isDead(one) && isAlive(other) || isAlive(one) && isDead(other);
            return new Comparison.Change(middle, middle, middle, !allDead);
        }
        double half = 0;
        if (a + b > 0) {
            double freedom = (a + b) * (a + b) / (a * a / (one.length - 1) + b * b / (other.length - 1));
            half = Math.sqrt(a + b) * Student.bound(Comparison.CHANCE, freedom);
        }
        return new Comparison.Change(middle, middle - half, middle + half, false);
    }

    private static boolean isDead(double[] values) {
        return Arrays.stream(values).noneMatch(Double::isFinite);
    }

    private static boolean isAlive(double[] values) {
        return Arrays.stream(values).allMatch(Double::isFinite);
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
