package millrace.bench.load;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import millrace.bench.measure.IntervalRecorder;
import millrace.bench.measure.Recorder;
import millrace.bench.measure.Timeline;
import millrace.loop.EventLoop;
import millrace.loop.Timer;

/**
 * Notes at even intervals how many answers and bytes have come, and how long they took: rates and plots are told from
 * these. For the loop's thread only.
 */
final class Samples {
    private final long nanos;
    private final Recorder recorder;
    private Timer timer;
    private IntervalRecorder intervals;
    private long[] answered = new long[64];
    private long[] bytes = new long[64];
    private int count;
    private long answeredBefore;
    private long bytesBefore;
    private long notedNanos;

    Samples(long nanos, Recorder recorder) {
        this.nanos = nanos;
        this.recorder = recorder;
    }

    void start(EventLoop loop, long nowNanos) {
        notedNanos = nowNanos;
        intervals = new IntervalRecorder(recorder, nowNanos);
        timer = loop.scheduleAtFixedRate(() -> note(loop.nowNanos()), nanos, nanos, TimeUnit.NANOSECONDS);
    }

    /** The last interval counts when it is as good as complete, or the only one. */
    void stop(long nowNanos) {
        if (timer == null) {
            return;
        }
        timer.cancel();
        if (count == 0 || nowNanos - notedNanos > nanos * 0.9) {
            note(nowNanos);
        }
    }

    private void note(long nowNanos) {
        intervals.cut(nowNanos);
        if (count == answered.length) {
            answered = Arrays.copyOf(answered, count * 2);
            bytes = Arrays.copyOf(bytes, count * 2);
        }
        answered[count] = recorder.answered() - answeredBefore;
        bytes[count++] = recorder.bytes() - bytesBefore;
        answeredBefore = recorder.answered();
        bytesBefore = recorder.bytes();
        notedNanos = nowNanos;
    }

    /** All that has been counted; when the run is over. */
    Timeline timeline(long nowNanos) {
        return intervals == null ? Timeline.of(List.of()) : intervals.timeline(nowNanos);
    }

    long[] answered() {
        return Arrays.copyOf(answered, count);
    }

    long[] bytes() {
        return Arrays.copyOf(bytes, count);
    }
}
