package millrace.cluster.work;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.concurrent.TimeUnit;
import millrace.os.Proc;

/**
 * When a process is replaced because of what it may have leaked.
 *
 * @param tasks after so many
 * @param rssBytes when more is resident
 */
record Recycling(long tasks, long rssBytes) {
    /** How often the memory of a process is looked at, at most: that is a file to open and read. */
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    boolean isOld(TaskProcess process) {
        return process.taken >= tasks;
    }

    boolean isFat(TaskProcess process, long nowNanos) {
        if (rssBytes == Long.MAX_VALUE || nowNanos - process.rssLookedNanos < LOOK_NANOS) {
            return false;
        }
        process.rssLookedNanos = nowNanos;
        try {
            Proc proc = Proc.of(process.worker.pid());
            return proc != null && proc.rssBytes() > rssBytes;
        } catch (IOException e) {
            System.getLogger("millrace.cluster.work")
                    .log(Level.WARNING, "the memory of {0} cannot be read: {1}", process, e.getMessage());
            return false;
        }
    }
}
