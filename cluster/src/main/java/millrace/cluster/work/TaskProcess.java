package millrace.cluster.work;

import java.util.LinkedHashMap;
import java.util.Map;
import millrace.cluster.Worker;
import millrace.loop.Timer;

/** One worker process, from its start to its end, as the pool sees it. For the pool's loop alone. */
final class TaskProcess {
    final Worker worker;
    final Map<Long, Task> running = new LinkedHashMap<>();
    final Tail stderr = new Tail();

    /** Kills it when it is over: until it is ready, or after its channel was closed. */
    final Timer patience;

    /** It has said that it takes tasks. */
    boolean ready;

    /** It is old or fat: it gets no more tasks, and is replaced when it has done those that it has. */
    boolean leaves;

    /** It is about to end. */
    boolean retiring;

    /** It has so much to read that the next task has to wait for an answer. */
    boolean full;

    /** Why it was killed, or {@code null}. */
    String doom;

    /** Tasks that it has been given. */
    long taken;

    long rssLookedNanos;

    TaskProcess(Worker worker, Timer patience) {
        this.worker = worker;
        this.patience = patience;
    }

    boolean takesTask(int most) {
        return ready && !leaves && !retiring && !full && doom == null && running.size() < most;
    }

    /**
     * What is told about its end.
     *
     * @param how exit code or signal
     */
    String end(String how) {
        return this + " " + (doom == null ? "ended" : "was killed because " + doom) + " (" + how + ")" + stderr;
    }

    /** What a message about it begins with. */
    @Override
    public String toString() {
        return "worker process " + worker.pid();
    }
}
