package millrace.loop;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/**
 * The one buffer in which the output of all connections of a loop is gathered, until the loop has called everybody who
 * was ready: then it leaves, one {@code send} for each connection.
 *
 * <p>Sending late saves the kernel's work of waking the other side: a peer that is woken by the first answer finds the
 * others when it looks. What a callback may add to another's answer is bounded: after {@link #GROUP} callbacks the clock
 * is looked at, and while callbacks are slow, each one's output leaves when it returns.
 */
final class Outbox {
    private static final int SIZE = 64 * 1024;
    private static final int GROUP = 8;

    /** Callbacks that take longer, eight together, are slow. */
    private static final long SLOW_NANOS = 100_000;

    private final byte[] bytes = new byte[SIZE];
    private final MemorySegment segment = MemorySegment.ofArray(bytes);

    /** Who has written, in order, and where the bytes of each end. */
    private StreamOutput[] writers = new StreamOutput[64];

    private int[] ends = new int[64];
    private int count;
    private int filled;

    private int group = GROUP;
    private int called;
    private long groupBeganNanos;

    /** Takes a copy, unless there is not enough room. */
    boolean add(StreamOutput writer, byte[] source, int offset, int length) {
        if (length > SIZE - filled) {
            return false;
        }
        System.arraycopy(source, offset, bytes, filled, length);
        filled += length;
        if (count == 0 || writers[count - 1] != writer) {
            if (count == writers.length) {
                writers = Arrays.copyOf(writers, count * 2);
                ends = Arrays.copyOf(ends, count * 2);
            }
            writers[count++] = writer;
        }
        ends[count - 1] = filled;
        return true;
    }

    /** The loop begins to call those who are ready. */
    void beginCallbacks(long nowNanos) {
        called = 0;
        groupBeganNanos = nowNanos;
    }

    /** A callback has returned. */
    void callbackReturned() {
        if (++called < group) {
            return;
        }
        long now = System.nanoTime();
        boolean slow = (now - groupBeganNanos) * GROUP > SLOW_NANOS * group;
        if (slow) {
            flush();
        }
        group = slow ? 1 : GROUP;
        called = 0;
        groupBeganNanos = now;
    }

    /** Sends all that is gathered. */
    void flush() {
        int start = 0;
        for (int i = 0; i < count; i++) {
            StreamOutput writer = writers[i];
            writers[i] = null;
            int end = ends[i];
            writer.sendGathered(bytes, segment, start, end - start);
            start = end;
        }
        count = 0;
        filled = 0;
    }
}
