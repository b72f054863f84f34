package millrace.bench.load;

import java.util.Arrays;

/** Numbers, first in, first out; a ring that grows. One thread. */
final class LongQueue {
    private long[] ring = new long[16];
    private int first;
    private int size;

    void add(long number) {
        if (size == ring.length) {
            long[] larger = Arrays.copyOfRange(ring, first, first + size * 2);
            System.arraycopy(ring, 0, larger, size - first, first);
            ring = larger;
            first = 0;
        }
        ring[first + size++ & ring.length - 1] = number;
    }

    long remove() {
        long number = ring[first];
        first = first + 1 & ring.length - 1;
        size--;
        return number;
    }

    boolean isEmpty() {
        return size == 0;
    }

    int size() {
        return size;
    }
}
