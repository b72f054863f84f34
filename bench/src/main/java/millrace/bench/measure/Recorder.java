package millrace.bench.measure;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import millrace.bench.client.ErrorKind;
import org.HdrHistogram.Histogram;

/**
 * What one loop counts. Only its thread writes, and allocates nothing for a request; others get a {@link #copy} that
 * was made on that thread.
 */
public final class Recorder {
    private static final long FINEST_NANOS = 1_000;
    static final long LONGEST_NANOS = TimeUnit.HOURS.toNanos(1);
    private static final int DIGITS = 2;
    static final int STATUSES = 600;

    final Histogram latency = histogram();
    final Histogram lag = histogram();
    final long[] statuses = new long[STATUSES];
    final long[] errors = new long[ErrorKind.values().length];
    final String[] reasons = new String[errors.length];
    final Map<String, Recorder> parts = new LinkedHashMap<>();
    final Map<String, Tally> tallies = new LinkedHashMap<>();
    private long failures;
    long sent;
    long answered;
    long discarded;
    long unanswered;
    long missed;
    long waited;
    long bytes;

    /** Nothing is counted yet. */
    public Recorder() {}

    static Histogram histogram() {
        return new Histogram(FINEST_NANOS, LONGEST_NANOS, DIGITS);
    }

    /** A request has been sent. */
    public void sent() {
        sent++;
    }

    /**
     * A request has been sent by a plan.
     *
     * @param lateNanos how long after the intended time
     * @param hadToWait whether all connections were busy at that time
     */
    public void sentByPlan(long lateNanos, boolean hadToWait) {
        sent++;
        waited += hadToWait ? 1 : 0;
        lag.recordValue(Math.clamp(lateNanos, 0, LONGEST_NANOS));
    }

    /**
     * An answer is complete.
     *
     * @param counts whether its time belongs to the distribution
     */
    public void answered(long latencyNanos, int status, boolean asExpected, boolean counts) {
        answered(latencyNanos, status, status / 100 != 2 ? ErrorKind.STATUS : asExpected ? null : ErrorKind.CHECK,
                counts);
    }

    /**
     * An answer is complete.
     *
     * @param error what is wrong with it, or {@code null}
     * @param counts whether its time belongs to the distribution
     */
    public void answered(long latencyNanos, int status, ErrorKind error, boolean counts) {
        answered++;
        statuses[status]++;
        if (error != null) {
            count(error, 1);
        }
        if (counts) {
            latency.recordValue(Math.clamp(latencyNanos, 0, LONGEST_NANOS));
        }
    }

    private void count(ErrorKind kind, int requests) {
        errors[kind.ordinal()] += requests;
        failures += requests;
    }

    /** @param why a sentence; the first of each kind is kept */
    public void failed(ErrorKind kind, int requests, String why) {
        count(kind, requests);
        if (reasons[kind.ordinal()] == null) {
            reasons[kind.ordinal()] = why;
        }
    }

    /** A request that the server has not looked at, since the connection ended before it. */
    public void discarded() {
        discarded++;
    }

    /** Requests that were under way when the run was over. */
    public void unanswered(long requests) {
        unanswered += requests;
    }

    /** Requests that were due, and were not sent before the run was over. */
    public void missed(long requests) {
        missed += requests;
    }

    public void received(int count) {
        bytes += count;
    }

    /** What one of several requests counts for itself; the whole does not count it by this. Made when asked for first. */
    public Recorder part(String name) {
        return parts.computeIfAbsent(name, _ -> new Recorder());
    }

    /** How often something held. Made when asked for first. */
    public Tally tally(String what) {
        return tallies.computeIfAbsent(what, _ -> new Tally());
    }

    public long answered() {
        return answered;
    }

    public long bytes() {
        return bytes;
    }

    /** All failures, answers with a bad status or body among them. */
    public long errors() {
        return failures;
    }

    /** A picture of this moment, for another thread. On the loop's thread, or when it has ended. */
    public Recorder copy() {
        Recorder copy = new Recorder();
        copy.add(this);
        return copy;
    }

    /** Adds what another one has counted. */
    public void add(Recorder other) {
        latency.add(other.latency);
        lag.add(other.lag);
        for (int i = 0; i < STATUSES; i++) {
            statuses[i] += other.statuses[i];
        }
        for (int i = 0; i < errors.length; i++) {
            errors[i] += other.errors[i];
            reasons[i] = reasons[i] == null ? other.reasons[i] : reasons[i];
        }
        failures += other.failures;
        sent += other.sent;
        answered += other.answered;
        discarded += other.discarded;
        unanswered += other.unanswered;
        other.parts.forEach((name, part) -> part(name).add(part));
        other.tallies.forEach((what, tally) -> tally(what).add(tally));
        missed += other.missed;
        waited += other.waited;
        bytes += other.bytes;
    }

    /** What it has counted so far, as it stays. */
    public Totals totals() {
        return Totals.of(this);
    }
}
