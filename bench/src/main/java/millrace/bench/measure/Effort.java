package millrace.bench.measure;

/**
 * What a run has cost the thread of a loop of the generator.
 *
 * @param wallNanos how long it ran
 * @param cpuNanos processor time it got
 * @param runDelayNanos how long it was ready to run and had no processor; −1 where the kernel does not tell
 * @param turnP99Nanos of a hundred turns of the loop, 99 were over within this: an answer waited so long at most
 * @param turnMaxNanos the longest turn
 */
public record Effort(long wallNanos, long cpuNanos, long runDelayNanos, long turnP99Nanos, long turnMaxNanos) {
    /** The share of a processor that it used, from 0 to 1. */
    public double cpuShare() {
        return wallNanos <= 0 ? 0 : Math.min(1, cpuNanos / (double) wallNanos);
    }

    /** The share of the time that it waited for a processor. */
    public double delayShare() {
        return wallNanos <= 0 || runDelayNanos < 0 ? 0 : Math.min(1, runDelayNanos / (double) wallNanos);
    }
}
