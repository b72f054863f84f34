package millrace.loop.pool;

import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.List;
import java.util.function.BinaryOperator;
import millrace.os.Errno;
import millrace.os.Priority;

/**
 * Threads for computing: as many as the process has cores (a container's quota counts), since more would only take
 * turns. A task that waits (for a file, a lock, a peer) wastes a core here and belongs in the {@link IoPool}.
 *
 * <p>Short tasks do not queue behind long ones: a lane whose tasks have turned out to run long (at least 5 ms, and ten
 * times as long as those of the lane with the shortest of late) shares all threads but one with the other such lanes,
 * and the last thread is left to short tasks. So give different kinds of work lanes of their own. With one core there
 * is only one thread, and nothing to leave: cut long tasks into steps then ({@link Lane#submitSteps}), which also lets
 * several long ones advance side by side.
 *
 * <p>The threads give way to those of loops and of the I/O pool, where the system's scheduler weighs them ({@link
 * Options#nice}).
 */
public final class CpuPool implements WorkerPool {
    private static final Duration IDLE_TIME = Duration.ofMinutes(1);

    /** Made when it is first asked for. */
    private static final class Shared {
        static final CpuPool POOL = new CpuPool("millrace-cpu", Options.defaults());
    }

    /**
     * @param threads how many, at least 1
     * @param maxQueued how many tasks may wait in all lanes together, at least 1
     * @param routing whether lanes of long tasks are kept to a share of the threads
     * @param nice by how much the threads give way to others, 0 to 19 ({@code nice(2)})
     */
    public record Options(int threads, int maxQueued, boolean routing, int nice) {
        public Options {
            if (threads < 1 || maxQueued < 1 || nice < 0 || nice > 19) {
                throw new IllegalArgumentException("threads and maxQueued begin at 1, nice lies between 0 and 19: "
                        + threads + ", " + maxQueued + ", " + nice);
            }
        }

        /** A thread for each core, 100,000 tasks waiting, with routing, nice 5. */
        public static Options defaults() {
            return new Options(Runtime.getRuntime().availableProcessors(), 100_000, true, 5);
        }

        public Options withThreads(int threads) {
            return new Options(threads, maxQueued, routing, nice);
        }

        public Options withMaxQueued(int maxQueued) {
            return new Options(threads, maxQueued, routing, nice);
        }

        public Options withRouting(boolean routing) {
            return new Options(threads, maxQueued, routing, nice);
        }

        public Options withNice(int nice) {
            return new Options(threads, maxQueued, routing, nice);
        }
    }

    private final Entrance entrance;

    private CpuPool(String name, Options options) {
        Dispatch dispatch = new Dispatch(new Room(options.maxQueued), new Routing(options.threads, options.routing));
        Thread.Builder threads = Thread.ofPlatform().name(name + "-", 1).daemon();
        Crew crew = new Crew(name, options.threads, IDLE_TIME, threads, () -> giveWay(options.nice), dispatch);
        entrance = new Entrance(name, dispatch, crew);
    }

    /**
     * On each thread. What computes can wait a little longer, and loops and files cannot. Not by more: a thread that
     * hardly runs also keeps the garbage collector waiting. Refused, it is merely as important as all.
     */
    private static void giveWay(int nice) {
        int result = Priority.nice(nice);
        if (result < 0) {
            System.getLogger("millrace.loop")
                    .log(Level.DEBUG, "the threads of the CPU pool do not give way: " + Errno.describe(-result));
        }
    }

    /** The process's own. */
    public static CpuPool shared() {
        return Shared.POOL;
    }

    /** A pool besides the process's own; two of them have more threads than there are cores. */
    public static CpuPool open(Options options) {
        return new CpuPool("millrace-own-cpu", options);
    }

    /** As {@link Lane#split}, over all cores, in a lane named {@code split}. */
    public <R> Job<R> split(long from, long to, RangeTask<R> task, BinaryOperator<R> join) {
        return lane("split").split(from, to, task, join);
    }

    @Override
    public Lane lane(String name, LaneOptions options) {
        return entrance.lane(name, options);
    }

    @Override
    public List<LaneFigures> figures() {
        return entrance.figures();
    }

    @Override
    public void close() {
        if (this == Shared.POOL) {
            throw new IllegalStateException("the shared CPU pool is everybody's: close one of your own (CpuPool.open)");
        }
        entrance.close();
    }
}
