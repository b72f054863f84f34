package millrace.bench.capacity;

import millrace.bench.report.Figures;

/**
 * What a server is to keep.
 *
 * @param percentile of a hundred requests so many are answered in time; from 1 to 99.999
 * @param nanos that time, counted from when a request was due
 * @param errorShare at most so many may fail, from 0 to 1
 */
public record Promise(double percentile, long nanos, double errorShare) {
    public Promise {
        if (!(percentile >= 1 && percentile <= 99.999) || nanos < 1 || !(errorShare >= 0 && errorShare < 1)) {
            throw new IllegalArgumentException("a promise has a percentile, a time, and a share of errors below all");
        }
    }

    /** Such as {@code p99}. */
    public String name() {
        return "p" + (percentile == Math.rint(percentile) ? Integer.toString((int) percentile) : Double.toString(percentile));
    }

    @Override
    public String toString() {
        return name() + " within " + Figures.latency(nanos) + " and at most "
                + Math.round(errorShare * 1e5) / 1e3 + " % errors";
    }
}
