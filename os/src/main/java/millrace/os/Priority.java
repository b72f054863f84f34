package millrace.os;

/**
 * How much of the processor a thread gets when several want it: its nice value, from −20 (most) to 19 (least), 0 by
 * default; each step is about a tenth less. Source: {@code setpriority(2)}, {@code sched(7)}. On Linux it is the
 * thread's own, not the process's.
 */
public final class Priority {
    /** PRIO_PROCESS in {@code <sys/resource.h>}; the kernel means a thread by it. */
    private static final int PROCESS = 0;

    private static final Call SETPRIORITY = Call.of("setpriority");

    private Priority() {}

    /**
     * Sets the nice value of the calling thread. To raise it takes no privilege; to lower it again does.
     *
     * @return 0 or −errno
     */
    public static int nice(int value) {
        return SETPRIORITY.callInt(PROCESS, 0, value);
    }
}
