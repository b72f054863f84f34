package millrace.loop.pool;

import java.util.List;

/** A bounded number of threads, shared by named lanes of tasks. All methods may be called by any thread. */
public sealed interface WorkerPool extends AutoCloseable permits CpuPool, IoPool {
    /** As {@link #lane(String, LaneOptions)}, with {@link LaneOptions#defaults}. */
    default Lane lane(String name) {
        return lane(name, LaneOptions.defaults());
    }

    /**
     * The lane of that name, made when it is first asked for; the options of the first who asks hold. Lanes stay for as
     * long as the pool, so their names are the program's, never a client's.
     */
    Lane lane(String name, LaneOptions options);

    /** The lane of work that has no lane of its own. */
    default Lane application() {
        return lane("application");
    }

    /** What happened so far, lane by lane, in the order in which they were made. */
    List<LaneFigures> figures();

    /**
     * Ends the pool: what is queued is cancelled, what runs is waited for (unless a loop or a worker of the pool asks,
     * which must not wait). Later submissions are rejected. A shared pool cannot be closed.
     */
    @Override
    void close();
}
