package millrace.bench.measure;

import millrace.os.ThreadClock;

/** Measures what the calling thread does between two moments. For that thread only. */
public final class Stopwatch {
    private final int thread = ThreadClock.current();
    private final long beganNanos = System.nanoTime();
    private final long cpuNanos = ThreadClock.cpuNanos(thread);
    private final long runDelayNanos = ThreadClock.runDelayNanos(thread);

    /** It runs from now on. */
    public Stopwatch() {}

    public Effort stop() {
        long delay = ThreadClock.runDelayNanos(thread);
        return new Effort(System.nanoTime() - beganNanos, Math.max(0, ThreadClock.cpuNanos(thread) - cpuNanos),
                delay < 0 || runDelayNanos < 0 ? -1 : delay - runDelayNanos);
    }
}
