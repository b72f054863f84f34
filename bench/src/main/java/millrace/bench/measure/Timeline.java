package millrace.bench.measure;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A run, interval by interval: whole ones, all of one length but for the last, and what came after them (the rest of the
 * time, and the answers that were waited for at the end). Together they are all that the run has counted. Immutable;
 * any thread.
 */
public final class Timeline {
    private final List<Interval> whole;
    private final Interval rest;

    /** @param rest {@code null} when nothing came after them */
    Timeline(List<Interval> whole, Interval rest) {
        this.whole = whole;
        this.rest = rest;
    }

    public static Timeline of(List<Interval> whole) {
        return new Timeline(List.copyOf(whole), null);
    }

    /** Of several loops at the same time. */
    public static Timeline together(Collection<Timeline> loops) {
        long length = loops.stream()
                .flatMap(loop -> loop.whole.stream())
                .mapToLong(interval -> interval.ticks)
                .max()
                .orElse(1);
        TreeMap<Long, Interval> sums = new TreeMap<>();
        for (Timeline loop : loops) {
            loop.atLength(length).forEach((place, interval) -> sums.merge(place, interval, Interval::plus));
        }
        Interval rest = loops.stream()
                .map(loop -> loop.rest)
                .filter(Objects::nonNull)
                .reduce(Interval::plus)
                .orElse(null);
        return new Timeline(List.copyOf(sums.values()), rest);
    }

    /** Put together until each is so many ticks long; by place. */
    private TreeMap<Long, Interval> atLength(long ticks) {
        TreeMap<Long, Interval> longer = new TreeMap<>();
        whole.forEach(interval -> longer.merge(interval.firstTick / ticks, interval, Interval::plus));
        TreeMap<Long, Interval> aligned = new TreeMap<>();
        // Whatever a loop's ticks were, two loops' intervals of one place are of the same time.
        longer.forEach((place, sum) -> aligned.put(place, new Interval(place, 1, sum.fromNanos(), sum.toNanos(),
                sum.answered(), sum.finished(), sum.errors(), sum.bytes(), sum.latency().encoded())));
        return aligned;
    }

    /** Those whose rates can be compared. */
    public List<Interval> whole() {
        return whole;
    }

    public Optional<Interval> rest() {
        return Optional.ofNullable(rest);
    }

    public List<Interval> all() {
        return Stream.concat(whole.stream(), Stream.ofNullable(rest)).toList();
    }

    /** The latency of all that was answered from a moment on: whole intervals that begin then, and the rest. */
    public Distribution latencySince(long nanos) {
        List<Interval> later = new ArrayList<>(all());
        later.removeIf(interval -> interval.fromNanos() < nanos);
        return later.stream().map(Interval::latency).reduce(Distribution.none(), Distribution::plus);
    }
}
