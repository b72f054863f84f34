package millrace.loop.pool;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * Where jobs are handed from thread to thread without a lock: any thread adds, any takes all there are. They are linked
 * through themselves, so a job is in one such stack at a time; and since all are taken at once, none can come back
 * between a look and an exchange.
 */
final class JobStack {
    private static final VarHandle LATEST;

    static {
        try {
            LATEST = MethodHandles.lookup().findVarHandle(JobStack.class, "latest", Job.class);
        } catch (ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private volatile Job<?> latest;

    /** @return whether it is the first since the last were taken */
    boolean add(Job<?> job) {
        Job<?> before;
        do {
            before = latest;
            job.link = before;
        } while (!LATEST.compareAndSet(this, before, job));
        return before == null;
    }

    boolean isEmpty() {
        return latest == null;
    }

    /** Takes all; the one that came first, linked to those after it, or {@code null}. */
    Job<?> takeAll() {
        Job<?> first = null;
        for (Job<?> job = latest == null ? null : (Job<?>) LATEST.getAndSet(this, null); job != null; ) {
            Job<?> before = job.link;
            job.link = first;
            first = job;
            job = before;
        }
        return first;
    }
}
