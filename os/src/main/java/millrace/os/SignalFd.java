package millrace.os;

import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;

import java.lang.foreign.MemorySegment;

/**
 * A descriptor that becomes readable when one of its signals arrives, so that an event loop can wait for signals as for
 * everything else. {@link Signals} says how the JVM must be started for it. One thread at a time may read. Source:
 * {@code signalfd(2)}.
 */
public final class SignalFd implements AutoCloseable {
    /** {@code sizeof(struct signalfd_siginfo)}. */
    static final int SIZE = 128;

    static final int PID = 12;

    private static final int NONBLOCK_CLOEXEC = Descriptor.O_NONBLOCK | Descriptor.O_CLOEXEC;
    private static final Call SIGNALFD = Call.of("signalfd");

    private final int fd;
    private final MemorySegment info = MemorySegment.ofArray(new byte[SIZE]);

    private SignalFd(int fd) {
        this.fd = fd;
    }

    /** The signals must be blocked in all threads of the process. */
    public static SignalFd open(Signal... signals) throws OsException {
        MemorySegment set = Signals.set(Signal.bits(signals));
        return new SignalFd(OsException.check(
                SIGNALFD.callInt(-1, set.address(), NONBLOCK_CLOEXEC), "create a descriptor for signals"));
    }

    public int fd() {
        return fd;
    }

    /** Takes the next signal, never waiting: {@code null} when there is none. */
    public Signal read() throws OsException {
        int result = Descriptor.read(fd, info, SIZE);
        if (Errno.EAGAIN.is(result)) {
            return null;
        }
        OsException.check(result, "read a signal");
        return Signal.of(info.get(JAVA_INT_UNALIGNED, 0));
    }

    /** The process that sent the signal of the last {@link #read}; 0 when it was the kernel. */
    public int sender() {
        return info.get(JAVA_INT_UNALIGNED, PID);
    }

    @Override
    public void close() {
        Descriptor.close(fd);
    }
}
