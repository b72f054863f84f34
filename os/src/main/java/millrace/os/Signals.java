package millrace.os;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/**
 * Signals that a program takes when it is ready for them, instead of being interrupted.
 *
 * <p>A signal can be taken ({@link #await}, {@link SignalFd}) only while <em>every</em> thread of the process blocks
 * it, or the kernel gives it to a thread that does not. A JVM starts threads of its own before the first line of Java
 * runs, and a mask cannot be changed from outside. Hence two conditions on how the JVM is started:
 *
 * <ul>
 *   <li>through {@code env --block-signal=HUP,INT,QUIT,TERM,USR1,…} (coreutils 8.31 or later): a mask is inherited by
 *       {@code exec} and by new threads, so that all threads block these signals from birth;
 *   <li>with {@code -Xrs}: otherwise the JVM takes HUP, INT and TERM for its shutdown hooks and QUIT for its thread
 *       dump, and unblocks them in its threads. With it, SIGQUIT can be taken, and shutdown hooks run only when the
 *       program itself calls {@code System.exit}.
 * </ul>
 *
 * <p>SIGUSR2 stops and resumes threads inside the JVM, which unblocks it in all of them. A program that wants to take
 * it gives the JVM another number, by starting it with {@code _JAVA_SR_SIGNUM=60} in its environment.
 *
 * <p>Calls return their result, or −errno. The mask is the calling thread's. Source: {@code pthread_sigmask(3)}, {@code
 * sigtimedwait(2)}, {@code kill(2)}.
 */
public final class Signals {
    private static final int SIG_BLOCK = 0;
    private static final int SIG_UNBLOCK = 1;
    private static final int SIG_DFL = 0;
    private static final int SIG_IGN = 1;
    private static final long NANOS = 1_000_000_000L;

    private static final Call PTHREAD_SIGMASK = Call.of("pthread_sigmask");
    private static final Call SIGPENDING = Call.of("sigpending");
    private static final Call SIGTIMEDWAIT = Call.of("sigtimedwait");
    private static final Call SIGNAL = Call.of("signal");
    private static final Call KILL = Call.of("kill");

    private Signals() {}

    /** Blocks signals in the calling thread, and in the threads it starts from now on. */
    public static int block(Signal... signals) {
        return PTHREAD_SIGMASK.callStatus(SIG_BLOCK, set(Signal.bits(signals)).address(), 0);
    }

    public static int unblock(Signal... signals) {
        return PTHREAD_SIGMASK.callStatus(SIG_UNBLOCK, set(Signal.bits(signals)).address(), 0);
    }

    /** The signals that the calling thread blocks. */
    public static Set<Signal> blocked() {
        MemorySegment old = Call.scratch();
        int result = PTHREAD_SIGMASK.callStatus(SIG_BLOCK, 0, old.address());
        if (result < 0) {
            throw impossible("read the signal mask", result);
        }
        return read(old);
    }

    /** The signals that have arrived for the process or the calling thread and that nobody has taken yet. */
    public static Set<Signal> pending() {
        MemorySegment pending = Call.scratch();
        int result = SIGPENDING.callInt(pending.address());
        if (result < 0) {
            throw impossible("read the pending signals", result);
        }
        return read(pending);
    }

    /**
     * Takes one of the signals, waiting for it; blocks the calling thread. The thread must have blocked them.
     *
     * @param timeoutNanos how long to wait at most; negative waits for ever
     * @return the signal, or {@code null} when the time is over
     */
    public static Signal await(long timeoutNanos, Signal... signals) {
        MemorySegment set = set(Signal.bits(signals));
        MemorySegment timespec = Call.scratch().asSlice(Signal.SET_SIZE, 16);
        timespec.set(JAVA_LONG, 0, timeoutNanos / NANOS);
        timespec.set(JAVA_LONG, 8, timeoutNanos % NANOS);
        long timeout = timeoutNanos < 0 ? 0 : timespec.address();
        while (true) {
            int result = SIGTIMEDWAIT.callInt(set.address(), 0, timeout);
            if (result > 0) {
                return Signal.of(result);
            }
            if (Errno.EAGAIN.is(result)) {
                return null;
            }
            if (!Errno.EINTR.is(result)) {
                throw impossible("wait for signals", result);
            }
        }
    }

    /**
     * Gives a signal its default action in this process. SIGCHLD needs it where a careless parent has left it ignored:
     * the kernel then throws away the exit status of children.
     */
    public static int reset(Signal signal) {
        return (int) Math.min(0, SIGNAL.call(signal.number(), SIG_DFL, 0, 0, 0, 0));
    }

    /** Ignores a signal in this process, and in the programs it becomes with {@code exec}. */
    public static int ignore(Signal signal) {
        return (int) Math.min(0, SIGNAL.call(signal.number(), SIG_IGN, 0, 0, 0, 0));
    }

    /** {@code kill(2)} of one process: 0 or −errno. {@link PidFd#send} cannot hit a stranger that got the number. */
    public static int send(int pid, Signal signal) {
        return KILL.callInt(positive(pid), signal.number());
    }

    /** {@code kill(2)} of every process in a group. */
    public static int sendToGroup(int group, Signal signal) {
        return KILL.callInt(-positive(group), signal.number());
    }

    /** Whether a process of this number exists, a zombie included. */
    public static boolean exists(int pid) {
        int result = KILL.callInt(positive(pid), 0);
        return result == 0 || Errno.EPERM.is(result);
    }

    /** Whether a group has members, ended ones that were not reaped included. */
    public static boolean groupExists(int group) {
        int result = KILL.callInt(-positive(group), 0);
        return result == 0 || Errno.EPERM.is(result);
    }

    /** 0, −1 and other negative numbers mean whole groups, or all processes: never by accident. */
    private static int positive(int pid) {
        if (pid <= 0) {
            throw new IllegalArgumentException("no process or group has the number " + pid);
        }
        return pid;
    }

    /** Writes a {@code sigset_t} into the thread's scratch memory. */
    static MemorySegment set(long bits) {
        MemorySegment set = Call.scratch().asSlice(0, Signal.SET_SIZE).fill((byte) 0);
        set.set(JAVA_LONG, 0, bits);
        return set;
    }

    private static Set<Signal> read(MemorySegment set) {
        long bits = set.get(JAVA_LONG, 0);
        Set<Signal> signals = EnumSet.noneOf(Signal.class);
        for (Signal signal : Signal.values()) {
            if ((bits & signal.bit()) != 0) {
                signals.add(signal);
            }
        }
        return Collections.unmodifiableSet(signals);
    }

    /** For calls that fail only when they are given a wrong number or address. */
    private static IllegalStateException impossible(String action, int result) {
        return new IllegalStateException(new OsException(action, -result));
    }
}
