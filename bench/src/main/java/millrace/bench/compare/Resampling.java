package millrace.bench.compare;

import java.util.Arrays;
import java.util.Random;

/**
 * How far a change may be chance, told from pieces of one run a side. Its interval is the bootstrap's: pieces are drawn
 * with repetition from each side, over and over. Whether it is chance says a permutation: pieces change sides at random,
 * and if a change of such size is then nothing rare, sides do not matter.
 */
final class Resampling {
    private final Units units;
    private final int before;
    private final Random random;
    private final int draws;

    Resampling(Units units, int before, Random random, int draws) {
        this.units = units;
        this.before = before;
        this.random = random;
        this.draws = draws;
    }

    Comparison.Change[] changes() {
        int size = units.size();
        int[] sides = new int[size];
        Arrays.fill(sides, before, size, 1);
        double[] seen = change(side(sides, 0), side(sides, 1));
        double[][] drawn = new double[seen.length][draws];
        int[] larger = new int[seen.length];
        for (int draw = 0; draw < draws; draw++) {
            double[] repeated = change(drawn(0, before), drawn(before, size));
            shuffle(sides);
            double[] swapped = change(side(sides, 0), side(sides, 1));
            for (int i = 0; i < seen.length; i++) {
                drawn[i][draw] = repeated[i];
                larger[i] += Math.abs(swapped[i]) >= Math.abs(seen[i]) * (1 - 1e-9) || Double.isNaN(swapped[i]) ? 1 : 0;
            }
        }
        Comparison.Change[] changes = new Comparison.Change[seen.length];
        for (int i = 0; i < seen.length; i++) {
            Arrays.sort(drawn[i]);
            int tail = (int) Math.floor(draws * Comparison.CHANCE / 2);
            boolean byChance = (larger[i] + 1) / (draws + 1.0) >= Comparison.CHANCE;
            changes[i] = new Comparison.Change(seen[i], drawn[i][tail], drawn[i][draws - 1 - tail], byChance);
        }
        return changes;
    }

    private double[] change(int[] one, int[] other) {
        double[] from = units.show(one);
        double[] to = units.show(other);
        for (int i = 0; i < to.length; i++) {
            to[i] -= from[i];
        }
        return to;
    }

    private int[] drawn(int from, int to) {
        int[] weights = new int[units.size()];
        for (int i = from; i < to; i++) {
            weights[random.nextInt(from, to)]++;
        }
        return weights;
    }

    private static int[] side(int[] sides, int side) {
        int[] weights = new int[sides.length];
        for (int i = 0; i < sides.length; i++) {
            weights[i] = sides[i] == side ? 1 : 0;
        }
        return weights;
    }

    private void shuffle(int[] sides) {
        for (int i = sides.length - 1; i > 0; i--) {
            int other = random.nextInt(i + 1);
            int side = sides[i];
            sides[i] = sides[other];
            sides[other] = side;
        }
    }
}
