package millrace.os;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * What the kernel has counted of a thread of this process: the processor time it got, and how long it waited for a
 * processor. Callable from any thread, about any. Source: {@code clock_gettime(2)}, {@code
 * Documentation/scheduler/sched-stats.rst} of the kernel.
 */
public final class ThreadClock {
    /** What cannot be known: the thread has ended, or the kernel does not count. */
    public static final long UNKNOWN = -1;

    private static final int CLOCK_PROCESS_CPUTIME_ID = 2;
    private static final long NANOS = 1_000_000_000L;

    private static final Call GETTID = Call.of("gettid");
    private static final Call CLOCK_GETTIME = Call.of("clock_gettime");

    private ThreadClock() {}

    /** The kernel's number of the calling thread. */
    public static int current() {
        return GETTID.callInt(0);
    }

    /** Processor time of a thread in nanoseconds, or {@link #UNKNOWN}. */
    public static long cpuNanos(int thread) {
        // The number of a thread's clock: its complement, and 6 for "one thread, as the scheduler counts".
        return read(~thread << 3 | 6);
    }

    /** Processor time of the whole process in nanoseconds. */
    public static long processCpuNanos() {
        return read(CLOCK_PROCESS_CPUTIME_ID);
    }

    private static long read(int clock) {
        MemorySegment time = Call.scratch();
        int result = CLOCK_GETTIME.callInt(clock, time.address());
        return result < 0 ? UNKNOWN : time.get(JAVA_LONG, 0) * NANOS + time.get(JAVA_LONG, Long.BYTES);
    }

    /** How long a thread was able to run and had no processor, in nanoseconds, or {@link #UNKNOWN}. */
    public static long runDelayNanos(int thread) {
        int fd = RegularFile.open(Path.of("/proc/self/task/" + thread + "/schedstat"));
        if (fd < 0) {
            return UNKNOWN;
        }
        byte[] text = new byte[64];
        int length = Descriptor.read(fd, MemorySegment.ofArray(text), text.length);
        Descriptor.close(fd);
        return length <= 0 ? UNKNOWN : runDelay(new String(text, 0, length, StandardCharsets.US_ASCII));
    }

    /** The second of three numbers. */
    static long runDelay(String schedstat) {
        String[] words = schedstat.strip().split(" ");
        return words.length < 2 ? UNKNOWN : Long.parseLong(words[1]);
    }
}
