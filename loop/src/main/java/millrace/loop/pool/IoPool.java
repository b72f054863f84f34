package millrace.loop.pool;

import java.time.Duration;
import java.util.List;

/**
 * Threads for calls that wait: files, name look-ups, foreign libraries. They are started when they are needed, up to a
 * bound that no number of clients raises, and end when they are idle.
 *
 * <p>By default they are the system's: reading a file or calling native code keeps the carrier of a virtual thread busy
 * (JEP 444), and there are only as many carriers as cores. A pool for calls that wait in Java, for sockets, locks and
 * queues, may have {@link Options#virtual virtual} ones instead, and then many.
 */
public final class IoPool implements WorkerPool {
    private static final Duration IDLE_TIME = Duration.ofSeconds(30);

    /** Made when it is first asked for. */
    private static final class Shared {
        static final IoPool POOL = new IoPool("millrace-io", Options.defaults());
    }

    /**
     * @param maxThreads how many calls may wait at a time, at least 1
     * @param maxQueued how many tasks may wait for a thread in all lanes together, at least 1
     * @param virtual whether the threads are virtual
     */
    public record Options(int maxThreads, int maxQueued, boolean virtual) {
        public Options {
            if (maxThreads < 1 || maxQueued < 1) {
                throw new IllegalArgumentException(
                        "a pool needs room for a task: maxThreads " + maxThreads + ", maxQueued " + maxQueued);
            }
        }

        /** 64 threads of the system, 100,000 tasks waiting. */
        public static Options defaults() {
            return new Options(64, 100_000, false);
        }

        public Options withMaxThreads(int maxThreads) {
            return new Options(maxThreads, maxQueued, virtual);
        }

        public Options withMaxQueued(int maxQueued) {
            return new Options(maxThreads, maxQueued, virtual);
        }

        public Options withVirtual(boolean virtual) {
            return new Options(maxThreads, maxQueued, virtual);
        }
    }

    private final Entrance entrance;

    private IoPool(String name, Options options) {
        Dispatch dispatch = new Dispatch(new Room(options.maxQueued), new Routing(options.maxThreads, false));
        Thread.Builder threads = options.virtual
                ? Thread.ofVirtual().name(name + "-", 1)
                : Thread.ofPlatform().name(name + "-", 1).daemon();
        Crew crew = new Crew(name, options.maxThreads, IDLE_TIME, threads, () -> {}, dispatch);
        entrance = new Entrance(name, dispatch, crew);
    }

    /** The process's own. */
    public static IoPool shared() {
        return Shared.POOL;
    }

    /** A pool besides the process's own. */
    public static IoPool open(Options options) {
        return new IoPool("millrace-own-io", options);
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
            throw new IllegalStateException("the shared I/O pool is everybody's: close one of your own (IoPool.open)");
        }
        entrance.close();
    }
}
