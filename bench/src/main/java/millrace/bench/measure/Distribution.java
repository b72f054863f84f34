package millrace.bench.measure;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Base64;
import java.util.zip.DataFormatException;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramIterationValue;

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

    public static Distribution none() {
        return new Distribution(Recorder.histogram());
    }

    /** This one's times and the other's. */
    public Distribution plus(Distribution other) {
        Histogram sum = histogram.copy();
        sum.add(other.histogram);
        return new Distribution(sum);
    }

    /** A time, and how often it occurred. */
    public interface Cell {
        void of(long nanos, long count);
    }

    /** From the shortest to the longest, each time that occurred: equal ones are told together. */
    public void forEach(Cell cell) {
        for (HistogramIterationValue value : histogram.recordedValues()) {
            cell.of(value.getValueIteratedTo(), value.getCountAddedInThisIterationStep());
        }
    }

    /** In the form that HdrHistogram's tools read and write: compressed, and in base64. */
    public String text() {
        ByteBuffer buffer = ByteBuffer.allocate(histogram.getNeededByteBufferCapacity());
        int length = histogram.encodeIntoCompressedByteBuffer(buffer);
        return Base64.getEncoder().encodeToString(Arrays.copyOf(buffer.array(), length));
    }

    /**
     * From the form of {@link #text}.
     *
     * @throws IllegalArgumentException when it is none
     */
    public static Distribution ofText(String text) {
        try {
            byte[] bytes = Base64.getDecoder().decode(text);
            return new Distribution(
                    Histogram.decodeFromCompressedByteBuffer(ByteBuffer.wrap(bytes), Recorder.LONGEST_NANOS));
        } catch (DataFormatException | RuntimeException e) { // The library lets its own mistakes out, of any kind.
            throw new IllegalArgumentException("no histogram in HdrHistogram's form: " + e.getMessage(), e);
        }
    }

    /** In HdrHistogram's encoding V2, as its tools read it. */
    byte[] encoded() {
        ByteBuffer buffer = ByteBuffer.allocate(histogram.getNeededByteBufferCapacity());
        return Arrays.copyOf(buffer.array(), histogram.encodeIntoByteBuffer(buffer));
    }

    static Distribution decoded(byte[] bytes) {
        return new Distribution(Histogram.decodeFromByteBuffer(ByteBuffer.wrap(bytes), Recorder.LONGEST_NANOS));
    }

    /** What has been added since an earlier moment of the same. */
    public Distribution since(Distribution earlier) {
        Histogram added = histogram.copy();
        added.subtract(earlier.histogram);
        return new Distribution(added);
    }
}
