package millrace.os;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;
import java.util.BitSet;

/**
 * Which processors a thread may run on; threads and processes that it starts inherit it. Source: {@code
 * sched_setaffinity(2)}.
 */
public final class Affinity {
    /** Bytes of a mask: the kernel refuses one that is shorter than the number of processors it can have. */
    private static final int MASK = Call.SCRATCH;

    private static final Call SCHED_GETAFFINITY = Call.of("sched_getaffinity");
    private static final Call SCHED_SETAFFINITY = Call.of("sched_setaffinity");

    private Affinity() {}

    /**
     * @param thread the number of a thread, that of a process for its first thread, or 0 for the calling thread
     * @return the numbers of the processors it may run on
     */
    public static BitSet get(int thread) throws OsException {
        MemorySegment mask = Call.scratch().fill((byte) 0);
        int result = SCHED_GETAFFINITY.callInt(thread, MASK, mask.address());
        OsException.check(result, "read the processors of thread " + thread);
        return BitSet.valueOf(mask.toArray(JAVA_LONG));
    }

    /**
     * @param thread as for {@link #get}
     * @param processors at least one that is there; the others of them are left out by the kernel
     */
    public static void set(int thread, BitSet processors) throws OsException {
        long[] words = processors.toLongArray();
        MemorySegment mask = Call.scratch().fill((byte) 0);
        MemorySegment.copy(words, 0, mask, JAVA_LONG, 0, words.length);
        int result = SCHED_SETAFFINITY.callInt(thread, MASK, mask.address());
        OsException.check(result, "give thread " + thread + " the processors " + processors);
    }

    /**
     * How many processors the calling thread may run on. {@code Runtime.availableProcessors} counts a container's CPU
     * quota in, this does not.
     */
    public static int usable() throws OsException {
        return get(0).cardinality();
    }
}
