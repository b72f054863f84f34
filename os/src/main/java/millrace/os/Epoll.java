package millrace.os;

import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * One epoll instance and the array its answers arrive in. Calls return their result, or −errno. One thread at a time
 * may wait; the others may add, change and remove. Source: {@code epoll(7)}.
 */
public final class Epoll implements AutoCloseable {
    public static final int IN = 0x1;
    public static final int OUT = 0x4;
    public static final int ERR = 0x8;
    public static final int HUP = 0x10;
    /** The other end has shut down its writing side. */
    public static final int RDHUP = 0x2000;
    /** Only one of the epoll instances that watch a descriptor is woken. */
    public static final int EXCLUSIVE = 1 << 28;
    /** Edge-triggered. */
    public static final int ET = 1 << 31;

    private static final int CLOEXEC = 0x80000;
    private static final int ADD = 1;
    private static final int DELETE = 2;
    private static final int MODIFY = 3;

    private static final Call EPOLL_CREATE1 = Call.of("epoll_create1");
    private static final Call EPOLL_CTL = Call.of("epoll_ctl");
    private static final Call EPOLL_WAIT = Call.of("epoll_wait");

    private static final int SIZE = Abi.HERE.epollEventSize;
    private static final int DATA = Abi.HERE.epollEventData;

    private final int fd;
    private final int capacity;
    private final Arena arena = Arena.ofShared();
    private final MemorySegment events;
    private final MemorySegment event;

    private Epoll(int fd, int capacity) {
        this.fd = fd;
        this.capacity = capacity;
        this.events = arena.allocate((long) SIZE * capacity, 8);
        this.event = arena.allocate(SIZE, 8);
    }

    /**
     * @param capacity how many events one {@link #await} can return
     */
    public static Epoll open(int capacity) throws OsException {
        return new Epoll(OsException.check(EPOLL_CREATE1.callInt(CLOEXEC), "create an epoll instance"), capacity);
    }

    public int add(int fd, int interest) {
        return control(ADD, fd, interest);
    }

    public int modify(int fd, int interest) {
        return control(MODIFY, fd, interest);
    }

    public int remove(int fd) {
        return control(DELETE, fd, 0);
    }

    private synchronized int control(int operation, int target, int interest) {
        event.set(JAVA_INT_UNALIGNED, 0, interest);
        event.set(JAVA_INT_UNALIGNED, DATA, target);
        return EPOLL_CTL.callInt(fd, operation, target, event.address());
    }

    /**
     * {@code epoll_wait(2)}: the number of ready descriptors, or −errno.
     *
     * @param timeoutMillis 0 returns at once, −1 waits for ever
     */
    public int await(int timeoutMillis) {
        return EPOLL_WAIT.callInt(fd, events.address(), capacity, timeoutMillis);
    }

    /** The descriptor of the i-th ready event of the last {@link #await}. */
    public int descriptor(int i) {
        return events.get(JAVA_INT_UNALIGNED, (long) i * SIZE + DATA);
    }

    /** The event bits of the i-th ready event of the last {@link #await}. */
    public int events(int i) {
        return events.get(JAVA_INT_UNALIGNED, (long) i * SIZE);
    }

    /** Closes the descriptor and frees the array; no call may be under way. */
    @Override
    public void close() {
        Descriptor.close(fd);
        arena.close();
    }
}
