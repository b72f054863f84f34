package millrace.os;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.MemorySegment;

/**
 * A process held by descriptor: its number cannot pass to a stranger while this is open. The descriptor polls readable
 * once the process has ended. Callable from any thread; Linux 5.4 or later. Source: {@code pidfd_open(2)}.
 */
public final class PidFd implements AutoCloseable {
    /** Numbers of system calls that are the same on x86-64 and aarch64; the C library may be older than they are. */
    static final int PIDFD_SEND_SIGNAL = 424;

    static final int PIDFD_OPEN = 434;

    static final int P_PID = 1;
    static final int P_PIDFD = 3;
    static final int WNOHANG = 1;
    static final int WEXITED = 4;

    private static final Call SYSCALL = Call.of("syscall");

    private final int pid;
    private final int fd;

    private PidFd(int pid, int fd) {
        this.pid = pid;
        this.fd = fd;
    }

    /** Holds a process that runs, or that is a child not yet reaped. */
    public static PidFd open(int pid) throws OsException {
        return new PidFd(pid, OsException.check(SYSCALL.callInt(PIDFD_OPEN, pid, 0), "hold process " + pid));
    }

    /** Holds a child that was just started; when that is not possible, the child is not left running. */
    static PidFd adopt(int pid) throws OsException {
        try {
            return open(pid);
        } catch (OsException e) {
            Signals.send(pid, Signal.SIGKILL);
            waitFor(P_PID, pid, 0);
            throw e;
        }
    }

    public int pid() {
        return pid;
    }

    public int fd() {
        return fd;
    }

    /** {@code pidfd_send_signal(2)}: 0 or −errno; {@code −ESRCH} when the process has ended and was reaped. */
    public int send(Signal signal) {
        return SYSCALL.callInt(PIDFD_SEND_SIGNAL, fd, signal.number(), 0);
    }

    /** Whether it still has a number, running or not yet reaped. */
    public boolean exists() {
        int result = SYSCALL.callInt(PIDFD_SEND_SIGNAL, fd, 0);
        return result == 0 || Errno.EPERM.is(result);
    }

    /**
     * Takes the exit status of a child that has ended, which frees its number; never waits.
     *
     * @return {@code null} while it runs
     * @throws OsException {@code ECHILD} when it is not a child of this process, or was reaped before
     */
    public ExitStatus reap() throws OsException {
        return waitFor(P_PIDFD, fd, WNOHANG);
    }

    /** Like {@link #reap}, but waits: blocks the calling thread, never call it on an event loop. */
    public ExitStatus await() throws OsException {
        return waitFor(P_PIDFD, fd, 0);
    }

    /**
     * Takes the exit status of a child that nobody holds, for instance one that the first process of a namespace was left
     * with; never waits.
     *
     * @return {@code null} while it runs
     * @throws OsException {@code ECHILD} when it is not a child of this process, or was reaped before
     */
    public static ExitStatus reap(int pid) throws OsException {
        return waitFor(P_PID, pid, WNOHANG);
    }

    /** The raw system call, because the C library's function does not pass on the resource usage. */
    private static ExitStatus waitFor(int kind, int id, int options) throws OsException {
        MemorySegment scratch = Call.scratch().fill((byte) 0);
        MemorySegment siginfo = scratch.asSlice(0, ExitStatus.SIGINFO);
        MemorySegment rusage = scratch.asSlice(ExitStatus.SIGINFO, ExitStatus.RUSAGE);
        int result;
        do {
            result = SYSCALL.callInt(
                    Abi.HERE.waitidNumber, kind, id, siginfo.address(), WEXITED | options, rusage.address());
        } while (Errno.EINTR.is(result));
        OsException.check(result, "wait for a child process");
        return siginfo.get(JAVA_INT, ExitStatus.SI_PID) == 0 ? null : ExitStatus.read(siginfo, rusage);
    }

    @Override
    public void close() {
        Descriptor.close(fd);
    }
}
