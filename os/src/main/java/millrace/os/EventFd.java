package millrace.os;

import java.lang.foreign.MemorySegment;

/** A counter that wakes whoever polls it. Callable from any thread. Source: {@code eventfd(2)}. */
public final class EventFd implements AutoCloseable {
    private static final int NONBLOCK_CLOEXEC = Descriptor.O_NONBLOCK | Descriptor.O_CLOEXEC;
    private static final Call EVENTFD = Call.of("eventfd");
    private static final MemorySegment ONE = MemorySegment.ofArray(new long[] {1});

    private final int fd;
    private final MemorySegment drained = MemorySegment.ofArray(new long[1]);

    private EventFd(int fd) {
        this.fd = fd;
    }

    public static EventFd open() throws OsException {
        return new EventFd(OsException.check(EVENTFD.callInt(0, NONBLOCK_CLOEXEC), "create an eventfd"));
    }

    public int fd() {
        return fd;
    }

    /** Makes the descriptor readable. A counter that is full is readable already, so the answer does not matter. */
    public void signal() {
        Descriptor.write(fd, ONE, Long.BYTES);
    }

    /** Makes the descriptor unreadable again. */
    public void drain() {
        Descriptor.read(fd, drained, Long.BYTES);
    }

    @Override
    public void close() {
        Descriptor.close(fd);
    }
}
