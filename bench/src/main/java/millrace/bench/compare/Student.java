package millrace.bench.compare;

/** Student's distribution, for as many runs as people have patience for. */
final class Student {
    private static final int STEPS = 1_000;

    private Student() {}

    /**
     * The bound that a t-distributed value exceeds with this probability, in either direction together.
     *
     * @param freedom degrees of freedom, from 1 on; need not be whole
     */
    static double bound(double probability, double freedom) {
        double low = 0;
        double high = 1;
        double whole = integral(0, freedom - 1);
        while (beyond(high, freedom, whole) > probability) {
            high *= 2;
        }
        for (int i = 0; i < 60; i++) {
            double middle = (low + high) / 2;
            if (beyond(middle, freedom, whole) > probability) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return high;
    }

    /**
     * With {@code t = √ν·tan θ} the density becomes {@code cos^(ν−1) θ} on a bounded range: the share of it beyond
     * {@code atan(t/√ν)}, by Simpson's rule.
     */
    private static double beyond(double t, double freedom, double whole) {
        return integral(Math.atan(t / Math.sqrt(freedom)), freedom - 1) / whole;
    }

    private static double integral(double from, double power) {
        double width = (Math.PI / 2 - from) / STEPS;
        double sum = 0;
        for (int i = 0; i <= STEPS; i++) {
            double weight = i == 0 || i == STEPS ? 1 : i % 2 == 1 ? 4 : 2;
            sum += weight * Math.pow(Math.max(0, Math.cos(from + i * width)), power);
        }
        return sum * width / 3;
    }
}
