package millrace.loop.pool;

import java.time.Duration;
import java.util.List;

/**
 * Threads for computing: as many as the process has cores (a container's quota counts), since more would only take
 * turns. A task that waits (for a file, a lock, a peer) wastes a core here and belongs in the {@link IoPool}.
 *
 * <p>Short tasks do not queue behind long ones: a lane whose tasks have turned out to run long (at least 5 ms, and ten
 * times as long as those of the lane with the shortest of late) shares all threads but one with the other such lanes,
 * and the last thread is left to short tasks. So give different kinds of work lanes of their own. With one core there
 * is only one thread, and nothing to leave: cut long tasks into steps then ({@link Lane#submitSteps}), which also lets
 * several long ones advance side by side.
 */
public final class CpuPool implements WorkerPool {
    private static final Duration IDLE_TIME = Duration.ofMinutes(1);

    /** Made when it is first asked for. */
    private static final class Shared {
        static final CpuPool POOL = new CpuPool("millrace-cpu", Options.defaults());
    }

    /**
     * @param threads how many, at least 1
     * @param maxQueued how many tasks may wait in all lanes together
     * @param routing whether lanes of long tasks are kept to a share of the threads
     */
    public record Options(int threads, int maxQueued, boolean routing) {
        public Options {
            if (threads < 1 || maxQueued < 1) {
                throw new IllegalArgumentException(
                        "a pool needs room for a task: threads " + threads + ", maxQueued " + maxQueued);
            }
        }

        /** A thread for each core, 100,000 tasks waiting, with routing. */
        public static Options defaults() {
            return new Options(Runtime.getRuntime().availableProcessors(), 100_000, true);
        }

        public Options withThreads(int threads) {
            return new Options(threads, maxQueued, routing);
        }

        public Options withMaxQueued(int maxQueued) {
            return new Options(threads, maxQueued, routing);
        }

        public Options withRouting(boolean routing) {
            return new Options(threads, maxQueued, routing);
        }
    }

    private final Crew crew;

    private CpuPool(String name, Options options) {
        crew = new Crew(
                name,
                options.threads,
                IDLE_TIME,
                Thread.ofPlatform().name(name + "-", 1).daemon(),
                () -> {},
                new Dispatch(options.maxQueued, new Routing(options.threads, options.routing)));
    }

    /** The process's own. */
    public static CpuPool shared() {
        return Shared.POOL;
    }

    /** A pool besides the process's own; two of them have more threads than there are cores. */
    public static CpuPool open(Options options) {
        return new CpuPool("millrace-own-cpu", options);
    }

    @Override
    public Lane lane(String name, LaneOptions options) {
        return crew.lane(name, options);
    }

    @Override
    public List<LaneFigures> figures() {
        return crew.figures();
    }

    @Override
    public void close() {
        if (this == Shared.POOL) {
            throw new IllegalStateException("the shared CPU pool is everybody's: close one of your own (CpuPool.open)");
        }
        crew.close();
    }
}
