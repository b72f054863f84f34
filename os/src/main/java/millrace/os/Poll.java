package millrace.os;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_SHORT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;
import java.util.Arrays;

/**
 * An array of descriptors to watch with {@code poll(2)}, used like an {@link Epoll}; the kernel looks at all of them in
 * each call. Calls return their result, or −errno. One thread at a time. Source: {@code poll(2)}.
 */
public final class Poll {
    public static final int IN = 0x1;
    public static final int PRI = 0x2;
    public static final int OUT = 0x4;
    public static final int ERR = 0x8;
    public static final int HUP = 0x10;
    /** The descriptor is not open: it was closed and not removed. */
    public static final int NVAL = 0x20;
    /** The other end has shut down its writing side. */
    public static final int RDHUP = 0x2000;

    /** {@code struct pollfd}. */
    static final int SIZE = 8;

    static final int EVENTS = 4;
    static final int REVENTS = 6;

    private static final int SMALLEST = 16;
    private static final Call POLL = Call.of("poll");

    private MemorySegment entries;
    private int count;
    /** By descriptor: its place in the array, plus one. */
    private int[] places = new int[SMALLEST];

    /** Copied out of the array, so that what is done about one event may add and remove others. */
    private int[] readyDescriptors = new int[SMALLEST];

    private int[] readyEvents = new int[SMALLEST];

    /**
     * @param capacity for how many descriptors to make room at first
     */
    public Poll(int capacity) {
        entries = allocate(Math.max(SMALLEST, capacity));
    }

    private static MemorySegment allocate(int capacity) {
        return Arena.ofAuto().allocate((long) SIZE * capacity, SIZE);
    }

    /** 0, or {@code −EEXIST} when it is watched already. */
    public int add(int fd, int interest) {
        if (place(fd) >= 0) {
            return -Errno.EEXIST.number();
        }
        if ((long) count * SIZE == entries.byteSize()) {
            entries = allocate(count * 2).copyFrom(entries);
        }
        if (fd >= places.length) {
            places = Arrays.copyOf(places, Math.max(fd + 1, places.length * 2));
        }
        write(count++, fd, interest);
        return 0;
    }

    /** 0, or {@code −ENOENT} when it is not watched. */
    public int modify(int fd, int interest) {
        int place = place(fd);
        if (place < 0) {
            return -Errno.ENOENT.number();
        }
        write(place, fd, interest);
        return 0;
    }

    /** 0, or {@code −ENOENT} when it is not watched. The last entry takes the free place. */
    public int remove(int fd) {
        int place = place(fd);
        if (place < 0) {
            return -Errno.ENOENT.number();
        }
        places[fd] = 0;
        if (place != --count) {
            long last = (long) count * SIZE;
            write(place, entries.get(JAVA_INT, last), entries.get(JAVA_SHORT, last + EVENTS));
        }
        return 0;
    }

    private int place(int fd) {
        return fd < places.length ? places[fd] - 1 : -1;
    }

    private void write(int place, int fd, int interest) {
        long entry = (long) place * SIZE;
        entries.set(JAVA_INT, entry, fd);
        entries.set(JAVA_SHORT, entry + EVENTS, (short) interest);
        places[fd] = place + 1;
    }

    /**
     * {@code poll(2)}: the number of ready descriptors, or −errno.
     *
     * @param timeoutMillis 0 returns at once, −1 waits for ever
     */
    public int await(int timeoutMillis) {
        int ready = POLL.callInt(entries.address(), count, timeoutMillis);
        Reference.reachabilityFence(entries);
        if (ready > readyDescriptors.length) {
            readyDescriptors = new int[ready * 2];
            readyEvents = new int[ready * 2];
        }
        for (int i = 0, place = 0; i < ready; place++) {
            long entry = (long) place * SIZE;
            int events = entries.get(JAVA_SHORT, entry + REVENTS);
            if (events != 0) {
                readyDescriptors[i] = entries.get(JAVA_INT, entry);
                readyEvents[i++] = events;
            }
        }
        return ready;
    }

    /** The descriptor of the i-th ready event of the last {@link #await}. */
    public int descriptor(int i) {
        return readyDescriptors[i];
    }

    /** The event bits of the i-th ready event of the last {@link #await}. */
    public int events(int i) {
        return readyEvents[i];
    }
}
