package millrace.bench.measure;

/**
 * What happened in a piece of a run. Its distribution is kept encoded, some hundred bytes, and unfolded when it is asked
 * for. Immutable; any thread.
 */
public final class Interval {
    final long firstTick;
    final long ticks;
    private final long fromNanos;
    private final long toNanos;
    private final long answered;
    private final long finished;
    private final long errors;
    private final long bytes;
    private final byte[] encoded;

    /** @param encoded belongs to this interval from now on */
    Interval(long firstTick, long ticks, long fromNanos, long toNanos, long answered, long finished, long errors,
            long bytes, byte[] encoded) {
        this.firstTick = firstTick;
        this.ticks = ticks;
        this.fromNanos = fromNanos;
        this.toNanos = toNanos;
        this.answered = answered;
        this.finished = finished;
        this.errors = errors;
        this.bytes = bytes;
        this.encoded = encoded;
    }

    /** One that was told by somebody else, such as a report that is read back. */
    public static Interval of(
            long fromNanos, long toNanos, long answered, long finished, long errors, long bytes, Distribution latency) {
        return new Interval(0, 1, fromNanos, toNanos, answered, finished, errors, bytes, latency.encoded());
    }

    /** Since requests began to be sent. */
    public long fromNanos() {
        return fromNanos;
    }

    public long toNanos() {
        return toNanos;
    }

    public double seconds() {
        return (toNanos - fromNanos) / 1e9;
    }

    /** Complete answers that came in it. */
    public long answered() {
        return answered;
    }

    /** Answers, and requests that came to an end without one. */
    public long finished() {
        return finished;
    }

    public double answersPerSecond() {
        return toNanos <= fromNanos ? 0 : answered / seconds();
    }

    /** All failures, answers with a bad status or body among them. */
    public long errors() {
        return errors;
    }

    public long bytes() {
        return bytes;
    }

    /** Of the answers that came in it, whenever they were asked for. */
    public Distribution latency() {
        return Distribution.decoded(encoded);
    }

    /** Both as one: of one loop after each other, or of two loops at the same time. */
    Interval plus(Interval other) {
        boolean sameTime = firstTick == other.firstTick;
        return new Interval(Math.min(firstTick, other.firstTick), sameTime ? ticks : ticks + other.ticks,
                Math.min(fromNanos, other.fromNanos), Math.max(toNanos, other.toNanos), answered + other.answered,
                finished + other.finished, errors + other.errors, bytes + other.bytes, latency().plus(other.latency()).encoded());
    }
}
