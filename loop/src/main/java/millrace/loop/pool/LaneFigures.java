package millrace.loop.pool;

/**
 * What happened in a lane so far: {@code submitted} tasks were taken into the queue, and are now queued, active,
 * completed, failed (they threw), cancelled (before they began) or expired (their deadline came first). Rejected ones
 * were never taken.
 *
 * @param name the lane's
 * @param longRunning whether the pool counts the lane among those with long tasks
 * @param queueTime from submission to the begin; of a task in steps, for each step
 * @param runTime from the begin to the end; of a task in steps, for each step
 */
public record LaneFigures(
        String name,
        boolean longRunning,
        int active,
        int queued,
        long submitted,
        long completed,
        long failed,
        long rejected,
        long cancelled,
        long expired,
        Latencies queueTime,
        Latencies runTime) {}
