package millrace.bench.measure;

import java.util.Optional;
import millrace.loop.stall.LoopFigures;
import millrace.loop.stall.LoopWatch;
import millrace.os.ThreadClock;

/** Measures what the calling thread does between two moments. For that thread only. */
public final class Stopwatch {
    private final int thread = ThreadClock.current();
    private final long beganNanos = System.nanoTime();
    private final long cpuNanos = ThreadClock.cpuNanos(thread);
    private final long runDelayNanos = ThreadClock.runDelayNanos(thread);

    /** It runs from now on. */
    public Stopwatch() {}

    /** @param loop the name of the loop that is the calling thread's */
    public Effort stop(String loop) {
        long wall = System.nanoTime() - beganNanos;
        long cpu = Math.max(0, ThreadClock.cpuNanos(thread) - cpuNanos);
        long delay = ThreadClock.runDelayNanos(thread);
        Optional<LoopFigures> turns = LoopWatch.shared().figures().stream()
                .filter(figures -> figures.loop().equals(loop))
                .findFirst();
        return new Effort(wall, cpu, delay < 0 || runDelayNanos < 0 ? -1 : delay - runDelayNanos,
                turns.map(figures -> figures.delayP99().toNanos()).orElse(0L),
                turns.map(figures -> figures.delayMax().toNanos()).orElse(0L));
    }
}
