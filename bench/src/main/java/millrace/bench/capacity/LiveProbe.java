package millrace.bench.capacity;

import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Supplier;
import millrace.bench.Bench;
import millrace.bench.capacity.Trial.Verdict;
import millrace.bench.load.Outcome;
import millrace.bench.load.Run;
import millrace.bench.measure.Distribution;
import millrace.bench.measure.Effort;
import millrace.bench.measure.Interval;
import millrace.bench.measure.Timeline;
import millrace.bench.measure.Totals;

/** Tries rates on a real server: asks for a while to warm both sides up, and then goes on and measures. One thread. */
public final class LiveProbe implements Probe {
    private static final Duration SAMPLE = Duration.ofMillis(100);

    /** A load tester with less to spare, or that waits as long for a processor, has a part in what it measures. */
    private static final double BUSY = 0.9;
    private static final double CROWDED = 0.5;

    private final Supplier<Bench> bench;
    private final Promise promise;
    private final Duration warmup;
    private final Duration measured;
    private final Function<Run, Outcome> play;
    private final BooleanSupplier interrupted;

    /**
     * @param bench what to ask, anew for each trial
     * @param play waits for a run to end
     * @param interrupted whether somebody has asked to end it all
     */
    public LiveProbe(Supplier<Bench> bench, Promise promise, Duration warmup, Duration measured,
            Function<Run, Outcome> play, BooleanSupplier interrupted) {
        this.bench = bench;
        this.promise = promise;
        this.warmup = warmup;
        this.measured = measured;
        this.play = play;
        this.interrupted = interrupted;
    }

    @Override
    public Trial at(double rate) {
        if (interrupted.getAsBoolean()) {
            return null;
        }
        Run run = bench.get().rate(rate).duration(warmup.plus(measured)).sampleInterval(SAMPLE).start();
        Outcome outcome = play.apply(run);
        return interrupted.getAsBoolean() ? null : judged(rate, outcome, promise, warmup.toNanos());
    }

    /** @param fromNanos what came before is warm-up */
    static Trial judged(double rate, Outcome outcome, Promise promise, long fromNanos) {
        Timeline timeline = outcome.timeline();
        Distribution times = timeline.latencySince(fromNanos);
        long beganNanos = outcome.plan().durationNanos();
        long finished = 0;
        long errors = 0;
        for (Interval interval : timeline.all()) {
            boolean counts = interval.fromNanos() >= fromNanos;
            beganNanos = counts ? Math.min(beganNanos, interval.fromNanos()) : beganNanos;
            finished += counts ? interval.finished() : 0;
            errors += counts ? interval.errors() : 0;
        }
        Totals totals = outcome.totals();
        long lost = totals.missed() + totals.unanswered();
        double errorShare = finished == 0 ? 1 : errors / (double) finished;
        long promised = promised(times, finished - times.count() + lost, promise.percentile());
        double seconds = Math.max(1e-9, (outcome.plan().durationNanos() - beganNanos) / 1e9);
        Verdict verdict = errorShare > promise.errorShare() ? Verdict.FAILING
                : promised <= promise.nanos() ? Verdict.KEPT
                : isLimited(outcome, promise) ? Verdict.LIMITED : Verdict.SLOW;
        return new Trial(rate, times.count() / seconds, times.p50(), promised, errorShare, verdict);
    }

    /** With those that have no time counted as slower than all that have one. */
    private static long promised(Distribution times, long without, double percentile) {
        double all = times.count() + Math.max(0, without);
        double share = all * percentile / 100 / Math.max(1, times.count());
        return times.count() == 0 || share > 1 ? Long.MAX_VALUE : times.atPercentile(100 * share);
    }

    /** Whether requests were late though a connection was free, or the load tester had no time to spare. */
    private static boolean isLimited(Outcome outcome, Promise promise) {
        Totals totals = outcome.totals();
        boolean late = totals.lag().atPercentile(promise.percentile()) > promise.nanos() / 2
                && totals.waited() < totals.sent() * (100 - promise.percentile()) / 100;
        return late || outcome.efforts().stream().mapToDouble(Effort::cpuShare).max().orElse(0) > BUSY
                || outcome.efforts().stream().mapToDouble(Effort::delayShare).max().orElse(0) > CROWDED;
    }
}
