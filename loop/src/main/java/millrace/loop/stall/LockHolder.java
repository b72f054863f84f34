package millrace.loop.stall;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.util.List;

/** Which lock a thread waits for, and who has it. Asked only of a thread that waits: see {@link Pauses}. */
final class LockHolder {
    /** Frames of the holder that are looked at for one of the application. */
    private static final int DEPTH = 64;

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private LockHolder() {}

    /**
     * {@code java.lang.Object@1b2c, held by thread "hoarder" in Hoard.fill(Hoard.java:40)}; empty when the thread waits
     * no more.
     */
    static String of(Thread waiting) {
        ThreadInfo info = THREADS.getThreadInfo(waiting.threadId());
        if (info == null || info.getLockInfo() == null) {
            return "";
        }
        String lock = Frames.simple(info.getLockInfo().getClassName()) + "@"
                + Integer.toHexString(info.getLockInfo().getIdentityHashCode());
        return info.getLockOwnerName() == null ? lock
                : lock + ", held by thread \"" + info.getLockOwnerName() + "\"" + place(info.getLockOwnerId());
    }

    private static String place(long thread) {
        ThreadInfo holder = THREADS.getThreadInfo(thread, DEPTH);
        if (holder == null || holder.getStackTrace().length == 0) {
            return "";
        }
        return " in " + Frames.at(List.of(holder.getStackTrace()));
    }
}
