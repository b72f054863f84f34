package millrace.loop.pool;

/**
 * What a lane may take of its pool.
 *
 * @param maxRunning how many of its tasks may run at a time, at least 1
 * @param maxQueued how many of its tasks may wait, at least 1; one more is rejected
 */
public record LaneOptions(int maxRunning, int maxQueued) {
    private static final LaneOptions DEFAULTS = new LaneOptions(Integer.MAX_VALUE, 10_000);

    public LaneOptions {
        if (maxRunning < 1 || maxQueued < 1) {
            throw new IllegalArgumentException(
                    "a lane needs room for a task: maxRunning " + maxRunning + ", maxQueued " + maxQueued);
        }
    }

    /** The whole pool, and 10,000 tasks waiting. */
    public static LaneOptions defaults() {
        return DEFAULTS;
    }

    public LaneOptions withMaxRunning(int maxRunning) {
        return new LaneOptions(maxRunning, maxQueued);
    }

    public LaneOptions withMaxQueued(int maxQueued) {
        return new LaneOptions(maxRunning, maxQueued);
    }
}
