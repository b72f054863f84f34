package millrace.bench.load;

/**
 * A part of a plan, in which the rate goes evenly from one value to another.
 *
 * @param fromRate requests a second at its beginning
 * @param toRate requests a second at its end
 * @param nanos how long it lasts
 */
public record Stage(double fromRate, double toRate, long nanos) {
    private static final double SECOND = 1e9;

    public Stage {
        if (!(fromRate >= 0) || !(toRate >= 0) || Double.isInfinite(fromRate + toRate) || nanos < 1) {
            throw new IllegalArgumentException("a stage has rates from 0 on and lasts a nanosecond at least");
        }
    }

    /** How many requests are due in it; not a whole number. */
    double requests() {
        return (fromRate + toRate) / 2 * (nanos / SECOND);
    }

    /**
     * When so many of its requests are due: the inverse of {@code f·t + (r/2)·t²}, which is what is due after t when
     * the rate is f at the beginning and grows by r.
     *
     * @param requests between 0 and {@link #requests}
     * @return nanoseconds from its beginning
     */
    long dueNanos(double requests) {
        double growth = (toRate - fromRate) / (nanos / SECOND);
        double root = Math.sqrt(Math.max(0, fromRate * fromRate + 2 * growth * requests));
        double sum = fromRate + root;
        return sum == 0 ? 0 : Math.min(nanos, Math.round(2 * requests / sum * SECOND));
    }
}
