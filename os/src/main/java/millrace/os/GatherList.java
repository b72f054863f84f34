package millrace.os;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.ref.Reference;

/**
 * Pieces of native memory that are written in one call, in order. The list keeps the pieces alive until they are
 * written or cleared. One thread at a time. Source: {@code writev(2)}.
 */
public final class GatherList {
    /** {@code IOV_MAX}. */
    static final int MOST = 1024;

    private static final int SIZE = DescriptorPassing.IOVEC;
    private static final Call WRITEV = Call.of("writev");

    private final MemorySegment vectors;
    private final MemorySegment[] pieces;
    private int first;
    private int end;
    private long remaining;

    /**
     * @param capacity how many pieces fit, at most 1,024
     */
    public GatherList(int capacity) {
        if (capacity < 1 || capacity > MOST) {
            throw new IllegalArgumentException("1 to " + MOST + " pieces, not " + capacity);
        }
        vectors = Arena.ofAuto().allocate((long) SIZE * capacity, 8);
        pieces = new MemorySegment[capacity];
    }

    /**
     * Adds a piece behind the others.
     *
     * @param piece native memory: the kernel cannot follow a pointer into the Java heap
     * @return whether there was room
     */
    public boolean add(MemorySegment piece) {
        if (!piece.isNative()) {
            throw new IllegalArgumentException("not native memory; send arrays one by one");
        }
        if (end == pieces.length) {
            return false;
        }
        pieces[end] = piece;
        vectors.set(ADDRESS, (long) end * SIZE, piece);
        vectors.set(JAVA_LONG, (long) end * SIZE + 8, piece.byteSize());
        remaining += piece.byteSize();
        end++;
        return true;
    }

    /** How many bytes are still to be written. */
    public long remaining() {
        return remaining;
    }

    /**
     * {@code writev(2)} to a non-blocking descriptor: bytes taken, which are gone from the list, or −errno. The next
     * call goes on where this one ended.
     */
    public long write(int fd) {
        long written = WRITEV.call(fd, vectors.address() + (long) first * SIZE, end - first, 0, 0, 0);
        Reference.reachabilityFence(this);
        if (written > 0) {
            advance(written);
        }
        return written;
    }

    private void advance(long written) {
        remaining -= written;
        if (remaining == 0) {
            clear();
            return;
        }
        long left = written;
        while (left >= length(first)) {
            left -= length(first);
            pieces[first++] = null;
        }
        long entry = (long) first * SIZE;
        vectors.set(JAVA_LONG, entry, vectors.get(JAVA_LONG, entry) + left);
        vectors.set(JAVA_LONG, entry + 8, length(first) - left);
    }

    private long length(int i) {
        return vectors.get(JAVA_LONG, (long) i * SIZE + 8);
    }

    public void clear() {
        for (int i = first; i < end; i++) {
            pieces[i] = null;
        }
        first = 0;
        end = 0;
        remaining = 0;
    }
}
