package millrace.gateway.balance;

/**
 * How many retries a group may have: a share of its requests, so that a group in distress does not get twice the load,
 * and some in each second whatever happens, for groups with few requests. Both are counted over about ten seconds: what
 * this window has, and of the one before the part that still reaches into them. Guarded by the group's lock.
 */
final class RetryBudget {
    private static final long WINDOW_SECONDS = 10;

    private final double share;
    private final int freePerSecond;
    private long window = Long.MIN_VALUE;
    private long requests;
    private long retries;
    private long requestsBefore;
    private long retriesBefore;

    /**
     * @param share retries for a request, as 0.2
     * @param freePerSecond retries that are granted in a second without requests
     */
    RetryBudget(double share, int freePerSecond) {
        this.share = share;
        this.freePerSecond = freePerSecond;
    }

    /** A request begins. */
    void request(long nowSeconds) {
        turn(nowSeconds);
        requests++;
    }

    /** Takes a retry, if there is one. */
    boolean retry(long nowSeconds) {
        turn(nowSeconds);
        double old = 1 - (double) Math.floorMod(nowSeconds, WINDOW_SECONDS) / WINDOW_SECONDS;
        double allowed = share * (requests + old * requestsBefore) + freePerSecond * WINDOW_SECONDS;
        if (retries + old * retriesBefore + 1 > allowed) {
            return false;
        }
        retries++;
        return true;
    }

    private void turn(long nowSeconds) {
        long now = Math.floorDiv(nowSeconds, WINDOW_SECONDS);
        if (now == window) {
            return;
        }
        boolean next = now == window + 1;
        requestsBefore = next ? requests : 0;
        retriesBefore = next ? retries : 0;
        requests = 0;
        retries = 0;
        window = now;
    }
}
