package millrace.bench.measure;

import org.HdrHistogram.Histogram;

/**
 * A distribution of times in nanoseconds, exact to two significant digits and a microsecond. Of a moment: it does not
 * change when more is recorded. Any thread.
 */
public final class Distribution {
    private final Histogram histogram;

    /** @param histogram nobody writes to it any more */
    Distribution(Histogram histogram) {
        this.histogram = histogram;
    }

    public long count() {
        return histogram.getTotalCount();
    }

    /**
     * So many per cent of the times are this long or shorter.
     *
     * @param percentile from 0 to 100
     * @return nanoseconds; 0 when there are no times
     */
    public long atPercentile(double percentile) {
        return count() == 0 ? 0 : Math.min(histogram.getMaxValue(), histogram.getValueAtPercentile(percentile));
    }

    public long p50() {
        return atPercentile(50);
    }

    public long p90() {
        return atPercentile(90);
    }

    public long p99() {
        return atPercentile(99);
    }

    public long p999() {
        return atPercentile(99.9);
    }

    public long minNanos() {
        return count() == 0 ? 0 : histogram.getMinValue();
    }

    public long maxNanos() {
        return count() == 0 ? 0 : histogram.getMaxValue();
    }

    public double meanNanos() {
        return count() == 0 ? 0 : histogram.getMean();
    }

    public double deviationNanos() {
        return count() == 0 ? 0 : histogram.getStdDeviation();
    }

    /**
     * What it would have been, had somebody asked at a steady pace, also while an answer was late: such an answer
     * stands for those that were not asked for meanwhile, each of which would have waited a pace less (coordinated
     * omission).
     *
     * @param paceNanos between two requests of one who asks; 0 corrects nothing
     */
    public Distribution corrected(long paceNanos) {
        return new Distribution(
                paceNanos <= 0 ? histogram : histogram.copyCorrectedForCoordinatedOmission(paceNanos));
    }

    /** What has been added since an earlier moment of the same. */
    public Distribution since(Distribution earlier) {
        Histogram added = histogram.copy();
        added.subtract(earlier.histogram);
        return new Distribution(added);
    }
}
