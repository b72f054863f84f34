package millrace.os;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;

/**
 * How a process ended, and what it has used. Source: {@code waitid(2)}, {@code getrusage(2)}.
 *
 * @param code the exit code, or −1 when a signal ended the process, or nobody knows
 * @param signal the number of the signal that ended the process, or 0
 * @param coreDumped whether it left a core file
 * @param userNanos CPU time in its own code, its reaped children included
 * @param systemNanos CPU time in the kernel, its reaped children included
 * @param maxRssBytes the most memory it had resident at one time; the kernel counts in it the parent's at the moment of
 *     the start, because the child begins in the parent's memory
 */
public record ExitStatus(
        int code, int signal, boolean coreDumped, long userNanos, long systemNanos, long maxRssBytes) {

    /** Of a process that was not our child: the kernel told somebody else. */
    public static final ExitStatus UNKNOWN = new ExitStatus(-1, 0, false, 0, 0, 0);

    /** {@code sizeof(siginfo_t)}, and offsets in it. */
    static final int SIGINFO = 128;

    static final int SI_CODE = 8;
    static final int SI_PID = 16;
    static final int SI_STATUS = 24;
    static final int CLD_EXITED = 1;
    static final int CLD_DUMPED = 3;

    /** {@code sizeof(struct rusage)}, and offsets in it. */
    static final int RUSAGE = 144;

    static final int RU_STIME = 16;
    static final int RU_MAXRSS = 32;

    /** Reads what {@code waitid} has written. */
    static ExitStatus read(MemorySegment siginfo, MemorySegment rusage) {
        int how = siginfo.get(JAVA_INT, SI_CODE);
        int status = siginfo.get(JAVA_INT, SI_STATUS);
        return new ExitStatus(
                how == CLD_EXITED ? status : -1,
                how == CLD_EXITED ? 0 : status,
                how == CLD_DUMPED,
                nanos(rusage, 0),
                nanos(rusage, RU_STIME),
                rusage.get(JAVA_LONG, RU_MAXRSS) * 1024);
    }

    private static long nanos(MemorySegment rusage, long timeval) {
        return rusage.get(JAVA_LONG, timeval) * 1_000_000_000L + rusage.get(JAVA_LONG, timeval + 8) * 1_000L;
    }

    /** {@code exit code 1}, {@code killed by SIGKILL}, {@code exit code unknown}. */
    public String describe() {
        if (signal == 0 && code < 0) {
            return "exit code unknown";
        }
        if (signal == 0) {
            return "exit code " + code;
        }
        return "killed by " + Signal.describe(signal) + (coreDumped ? " (core dumped)" : "");
    }
}
