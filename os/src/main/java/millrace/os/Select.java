package millrace.os;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;

/**
 * Three sets of descriptors to watch with {@code select(2)}, used like an {@link Epoll}.
 *
 * <p><b>It ends at descriptor 1023</b>: the C library's {@code fd_set} has {@value #LIMIT} bits. {@link #add} refuses
 * higher ones. Hang-ups and errors show as {@link #IN}, as the next read tells them.
 *
 * <p>Calls return their result, or −errno. One thread at a time. Source: {@code select(2)}.
 */
public final class Select {
    public static final int IN = 0x1;
    public static final int PRI = 0x2;
    public static final int OUT = 0x4;

    /** The first descriptor that does not fit: {@code FD_SETSIZE}. */
    public static final int LIMIT = 1024;

    private static final int SET_SIZE = LIMIT / 8;
    private static final int READ = 0;
    private static final int WRITE = SET_SIZE;
    private static final int EXCEPT = 2 * SET_SIZE;
    private static final int SETS = 3 * SET_SIZE;
    static final int TIMEVAL = 16;
    private static final Call SELECT = Call.of("select");

    private final MemorySegment interest = MemorySegment.ofArray(new long[SETS / Long.BYTES]);
    /** Copied from {@link #interest} for each call, because the kernel writes its answer over the question. */
    private final MemorySegment answer = Arena.ofAuto().allocate(SETS + TIMEVAL, 8);

    private final boolean[] watched = new boolean[LIMIT];
    /** One more than the highest watched descriptor. */
    private int end;

    private final int[] readyDescriptors = new int[LIMIT];
    private final int[] readyEvents = new int[LIMIT];

    /** Watches nothing yet. */
    public Select() {}

    /** 0, {@code −EEXIST} when it is watched already, or {@code −ERANGE} when it is {@link #LIMIT} or more. */
    public int add(int fd, int interest) {
        if (fd >= LIMIT) {
            return -Errno.ERANGE.number();
        }
        if (watched[fd]) {
            return -Errno.EEXIST.number();
        }
        watched[fd] = true;
        end = Math.max(end, fd + 1);
        write(fd, interest);
        return 0;
    }

    /** 0, or {@code −ENOENT} when it is not watched. */
    public int modify(int fd, int interest) {
        if (fd >= LIMIT || !watched[fd]) {
            return -Errno.ENOENT.number();
        }
        write(fd, interest);
        return 0;
    }

    /** 0, or {@code −ENOENT} when it is not watched. */
    public int remove(int fd) {
        int result = modify(fd, 0);
        if (result == 0) {
            watched[fd] = false;
            while (end > 0 && !watched[end - 1]) {
                end--;
            }
        }
        return result;
    }

    private void write(int fd, int events) {
        write(READ, fd, (events & IN) != 0);
        write(WRITE, fd, (events & OUT) != 0);
        write(EXCEPT, fd, (events & PRI) != 0);
    }

    private void write(int set, int fd, boolean on) {
        long at = word(set, fd);
        long bit = 1L << fd;
        long word = interest.get(JAVA_LONG, at);
        interest.set(JAVA_LONG, at, on ? word | bit : word & ~bit);
    }

    private static long word(int set, int fd) {
        return set + (long) fd / Long.SIZE * Long.BYTES;
    }

    /**
     * {@code select(2)}: the number of ready descriptors, or −errno; {@code −EBADF} when one was closed and not
     * removed.
     *
     * @param timeoutMillis 0 returns at once, −1 waits for ever
     */
    public int await(int timeoutMillis) {
        MemorySegment.copy(interest, 0, answer, 0, SETS);
        answer.set(JAVA_LONG, SETS, timeoutMillis / 1000);
        answer.set(JAVA_LONG, SETS + Long.BYTES, timeoutMillis % 1000 * 1000L);
        long address = answer.address();
        int bits = SELECT.callInt(
                end, address + READ, address + WRITE, address + EXCEPT, timeoutMillis < 0 ? 0 : address + SETS, 0);
        Reference.reachabilityFence(answer);
        return bits <= 0 ? bits : collect();
    }

    private int collect() {
        int ready = 0;
        for (int base = 0; base < end; base += Long.SIZE) {
            long in = answer.get(JAVA_LONG, word(READ, base));
            long out = answer.get(JAVA_LONG, word(WRITE, base));
            long except = answer.get(JAVA_LONG, word(EXCEPT, base));
            for (long any = in | out | except; any != 0; any &= any - 1) {
                long bit = Long.lowestOneBit(any);
                readyDescriptors[ready] = base + Long.numberOfTrailingZeros(bit);
                readyEvents[ready++] =
                        ((in & bit) != 0 ? IN : 0) | ((out & bit) != 0 ? OUT : 0) | ((except & bit) != 0 ? PRI : 0);
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
