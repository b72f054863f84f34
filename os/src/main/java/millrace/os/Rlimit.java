package millrace.os;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;

/**
 * Limits of a process, which its children inherit. Callable from any thread. The numbers are those of x86-64 and
 * aarch64. Source: {@code getrlimit(2)}, {@code prlimit(2)}.
 */
public enum Rlimit {
    /** Seconds of CPU time. */
    CPU(0),
    /** Bytes of a file. */
    FSIZE(1),
    DATA(2),
    STACK(3),
    /** Bytes of a core file. */
    CORE(4),
    /** Processes and threads of the user. */
    NPROC(6),
    /** Open descriptors, as one more than the highest number. */
    NOFILE(7),
    MEMLOCK(8),
    /** Bytes of address space. */
    AS(9);

    /** No limit: {@code RLIM_INFINITY}. */
    public static final long UNLIMITED = -1;

    private static final Call PRLIMIT = Call.of("prlimit");

    private final int number;

    Rlimit(int number) {
        this.number = number;
    }

    /**
     * Both ends of a limit.
     *
     * @param soft the limit that holds
     * @param hard how far the process itself may raise it
     */
    public record Range(long soft, long hard) {}

    int number() {
        return number;
    }

    /**
     * @param pid a process, or 0 for this one
     */
    public Range get(int pid) throws OsException {
        MemorySegment old = Call.scratch();
        int result = PRLIMIT.callInt(pid, number, 0, old.address());
        OsException.check(result, "read the limit " + name() + " of process " + pid);
        return new Range(old.get(JAVA_LONG, 0), old.get(JAVA_LONG, 8));
    }

    /**
     * @param pid a process of the same user, or 0 for this one
     */
    public void set(int pid, Range range) throws OsException {
        MemorySegment changed = Call.scratch();
        changed.set(JAVA_LONG, 0, range.soft);
        changed.set(JAVA_LONG, 8, range.hard);
        int result = PRLIMIT.callInt(pid, number, changed.address(), 0);
        OsException.check(result, "set the limit " + name() + " of process " + pid);
    }
}
