package millrace.loop;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/**
 * The one buffer in which the output of all connections of a loop is gathered, until the loop has called everybody who
 * was ready: then it leaves, one {@code send} for each connection.
 *
 * <p>Sending late saves the kernel's work of waking the other side: a peer that is woken by the first answer finds the
 * others when it looks. For a proxy, sending at once costs 1 to 3 % more a request, be it to upstreams, to clients or to
 * both. What a callback may add to another's answer is bounded: after {@link #GROUP} callbacks the clock is looked at, and
 * while callbacks are slow, each one's output leaves when it returns.
 */
final class Outbox {
    private static final int SIZE = 64 * 1024;
    private static final int STEP = 64;
    private static final int GROUP = 8;

    /** Callbacks that take longer, eight together, are slow. */
    private static final long SLOW_NANOS = 100_000;

    private final byte[] bytes = new byte[SIZE];
    private final MemorySegment segment = MemorySegment.ofArray(bytes);

    /**
     * The buffer from each multiple of {@link #STEP} on, where the bytes of a writer begin: a slice made for each send
     * would be an object for each request.
     */
    private final MemorySegment[] slices = new MemorySegment[SIZE / STEP];

    /** Who has written, in order, and where the bytes of each begin and end. */
    private StreamOutput[] writers = new StreamOutput[64];

    private int[] starts = new int[64];
    private int[] ends = new int[64];
    private int count;
    private int filled;

    private int group = GROUP;
    private int called;
    private long groupBeganNanos;

    /** Takes a copy, unless there is not enough room. */
    boolean add(StreamOutput writer, byte[] source, int offset, int length) {
        boolean goesOn = count > 0 && writers[count - 1] == writer;
        int start = goesOn ? filled : (filled + STEP - 1) & -STEP;
        if (length > SIZE - start) {
            return false;
        }
        if (length == 0) {
            return true;
        }
        System.arraycopy(source, offset, bytes, start, length);
        filled = start + length;
        if (!goesOn) {
            begin(writer, start);
        }
        ends[count - 1] = filled;
        return true;
    }

    private void begin(StreamOutput writer, int start) {
        if (count == writers.length) {
            writers = Arrays.copyOf(writers, count * 2);
            starts = Arrays.copyOf(starts, count * 2);
            ends = Arrays.copyOf(ends, count * 2);
        }
        writers[count] = writer;
        starts[count++] = start;
    }

    private MemorySegment from(int start) {
        MemorySegment slice = slices[start / STEP];
        if (slice == null) {
            slice = segment.asSlice(start);
            slices[start / STEP] = slice;
        }
        return slice;
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
        for (int i = 0; i < count; i++) {
            StreamOutput writer = writers[i];
            writers[i] = null;
            writer.sendGathered(bytes, from(starts[i]), starts[i], ends[i] - starts[i]);
        }
        count = 0;
        filled = 0;
    }
}
