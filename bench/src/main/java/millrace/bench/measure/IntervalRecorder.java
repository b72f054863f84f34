package millrace.bench.measure;

import java.util.ArrayList;
import java.util.List;
import millrace.bench.client.ErrorKind;
import org.HdrHistogram.Histogram;

/**
 * Cuts what a {@link Recorder} counts into intervals. However long a run is, it keeps a bounded number of them: when
 * there are more, the two oldest of the shortest become one, so a loop never has to put many together at once. For the
 * thread of the recorder only.
 */
public final class IntervalRecorder {
    static final int MOST = 600;

    private final Recorder recorder;
    private final List<Interval> intervals = new ArrayList<>();
    private final long beganNanos;
    private Histogram before = Recorder.histogram();
    private long answeredBefore;
    private long finishedBefore;
    private long errorsBefore;
    private long bytesBefore;
    private long cutNanos;
    private long ticks;

    /** The first interval begins now. */
    public IntervalRecorder(Recorder recorder, long nowNanos) {
        this.recorder = recorder;
        this.beganNanos = nowNanos;
        this.cutNanos = nowNanos;
    }

    /** An interval is over, and the next begins. */
    public void cut(long nowNanos) {
        Histogram all = recorder.latency.copy();
        Distribution added = new Distribution(all).since(new Distribution(before));
        intervals.add(new Interval(ticks++, 1, cutNanos - beganNanos, nowNanos - beganNanos,
                recorder.answered - answeredBefore, finished() - finishedBefore, recorder.errors() - errorsBefore, recorder.bytes - bytesBefore,
                added.encoded()));
        before = all;
        answeredBefore = recorder.answered;
        finishedBefore = finished();
        errorsBefore = recorder.errors();
        bytesBefore = recorder.bytes;
        cutNanos = nowNanos;
        if (intervals.size() > MOST) {
            shorten();
        }
    }

    /** What has been counted since the last cut; {@code null} when that is nothing. */
    private Interval rest(long nowNanos) {
        if (recorder.answered == answeredBefore && recorder.errors() == errorsBefore) {
            return null;
        }
        cut(nowNanos);
        return intervals.removeLast();
    }

    private long finished() {
        long ofAnswers = recorder.errors[ErrorKind.STATUS.ordinal()] + recorder.errors[ErrorKind.CHECK.ordinal()];
        return recorder.answered + recorder.errors() - ofAnswers;
    }

    private void shorten() {
        int best = -1;
        for (int i = 0; i + 1 < intervals.size(); i++) {
            Interval first = intervals.get(i);
            boolean pair = first.ticks == intervals.get(i + 1).ticks && first.firstTick % (2 * first.ticks) == 0;
            if (pair && (best < 0 || first.ticks < intervals.get(best).ticks)) {
                best = i;
            }
        }
        Interval second = intervals.remove(best + 1);
        intervals.set(best, intervals.get(best).plus(second));
    }

    /** All of them; nothing is counted any more. */
    public Timeline timeline(long nowNanos) {
        Interval rest = rest(nowNanos);
        return new Timeline(List.copyOf(intervals), rest);
    }
}
