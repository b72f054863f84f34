package millrace.gateway.access;

/** A leaky bucket: requests that came too early, in thousandths; it runs out at the rate. Pure logic, on a given clock. */
final class Bucket {
    private long excess;
    private long lastNanos;

    /** The first request of a key is never too early. */
    Bucket(long nowNanos) {
        lastNanos = nowNanos;
    }

    /**
     * How much would be in it with one request more.
     *
     * @param rate thousandths of requests a second
     */
    long excess(long nowNanos, long rate) {
        long millis = Math.max(0, (nowNanos - lastNanos) / 1_000_000);
        return Math.max(0, excess - rate * millis / 1000 + 1000);
    }

    /**
     * Puts a request in, unless there would be more than the burst; loops share a bucket, so both are one step.
     *
     * @param burst thousandths of requests
     * @return how much is in it then, or would be
     */
    long fill(long nowNanos, long rate, long burst) {
        long next = excess(nowNanos, rate);
        if (next <= burst) {
            excess = next;
            lastNanos = nowNanos;
        }
        return next;
    }
}
