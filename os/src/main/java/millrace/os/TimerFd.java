package millrace.os;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * A descriptor that becomes readable at a moment, to the microsecond: finer than the millisecond that a poller waits
 * for. One thread at a time. Source: {@code timerfd_create(2)}.
 */
public final class TimerFd {
    private static final int CLOCK_MONOTONIC = 1;
    private static final int NONBLOCK_CLOEXEC = Descriptor.O_NONBLOCK | Descriptor.O_CLOEXEC;
    private static final long NANOS = 1_000_000_000L;

    /** {@code struct itimerspec}: two intervals of seconds and nanoseconds, the period first, which stays 0. */
    static final int SIZE = 32;

    static final int VALUE_SECONDS = 16;
    static final int VALUE_NANOS = 24;

    private static final Call TIMERFD_CREATE = Call.of("timerfd_create");
    private static final Call TIMERFD_SETTIME = Call.of("timerfd_settime");

    private final int fd;
    private final MemorySegment time = Arena.ofAuto().allocate(SIZE, Long.BYTES);

    private TimerFd(int fd) {
        this.fd = fd;
    }

    /** The descriptor belongs to the caller. */
    public static TimerFd open() throws OsException {
        return new TimerFd(OsException.check(
                TIMERFD_CREATE.callInt(CLOCK_MONOTONIC, NONBLOCK_CLOEXEC), "create a timer descriptor"));
    }

    public int fd() {
        return fd;
    }

    /**
     * Makes the descriptor unreadable until the delay is over; what it was armed for before is forgotten.
     *
     * @param delayNanos at least 1
     * @return 0 or −errno
     */
    public int arm(long delayNanos) {
        time.set(JAVA_LONG, VALUE_SECONDS, delayNanos / NANOS);
        time.set(JAVA_LONG, VALUE_NANOS, delayNanos % NANOS);
        return TIMERFD_SETTIME.callInt(fd, 0, time.address(), 0);
    }

    /** As {@link #arm}, for no moment at all. */
    public int disarm() {
        return arm(0);
    }
}
