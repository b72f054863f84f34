package millrace.os;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;

import java.io.File;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.util.function.IntConsumer;

/**
 * The figures of processes for who asks again and again: some of what {@link Proc} tells, through one
 * buffer, for three system calls each. {@link #look} reads one process, and the rest is about that one.
 *
 * <p>For one thread at a time. Source: {@code proc_pid_stat(5)}, {@code proc_tid_children(5)}, {@code proc_uptime(5)}.
 */
public final class ProcReader {
    private static final Call OPEN = Call.of("open");
    private static final Call SYSCONF = Call.of("sysconf");
    private static final long NANOS_PER_TICK = 1_000_000_000L / SYSCONF.call(Proc.SC_CLK_TCK, 0, 0, 0, 0, 0);
    private static final long PAGE_BYTES = SYSCONF.call(Proc.SC_PAGESIZE, 0, 0, 0, 0, 0);

    /** Places of the figures in {@code stat}, counted from what follows the name. */
    private static final int UTIME = 11;

    private static final int CSTIME = 14;
    private static final int THREADS = 17;
    private static final int START = 19;
    private static final int RSS = 21;

    /** Kernels built without {@code CONFIG_PROC_CHILDREN} do not: there all processes are asked for their parents. */
    private static final boolean KERNEL_NAMES_CHILDREN = new File("/proc/thread-self/children").exists();

    private final byte[] bytes = new byte[4096];
    private final MemorySegment buffer = MemorySegment.ofArray(bytes);

    private int pid;
    private long ticks;
    private int threads;
    private long startTicks;
    private long pages;

    /** Reads a process: whether there is one of this number. */
    public boolean look(int wanted) {
        int length = read("/proc/" + wanted + "/stat");
        if (length <= 0) {
            return false;
        }
        pid = wanted;
        int at = length - 1;
        while (bytes[at] != ')') {
            at--;
        }
        parse(at + 2, length);
        return true;
    }

    private void parse(int from, int length) {
        ticks = 0;
        int at = from;
        for (int field = 0; field <= RSS; field++) {
            long value = 0;
            for (; at < length && bytes[at] > ' '; at++) {
                value = value * 10 + bytes[at] - '0';
            }
            at++;
            if (field >= UTIME && field <= CSTIME) {
                ticks += value;
            } else if (field == THREADS) {
                threads = (int) value;
            } else if (field == START) {
                startTicks = value;
            } else if (field == RSS) {
                pages = value;
            }
        }
    }

    /** CPU time, that of ended children included that it has waited for, in steps of 10 ms. */
    public long cpuNanos() {
        return ticks * NANOS_PER_TICK;
    }

    /** Memory that is resident; 0 of an ended process. */
    public long residentBytes() {
        return pages * PAGE_BYTES;
    }

    /** As {@link Proc#startTicks}. */
    public long startTicks() {
        return startTicks;
    }

    /** When it started, on the clock of {@link #uptimeNanos}. */
    public long startedNanos() {
        return startTicks * NANOS_PER_TICK;
    }

    /** How long the machine is up. */
    public long uptimeNanos() {
        int length = read("/proc/uptime");
        int end = 0;
        while (end < length && bytes[end] != ' ') {
            end++;
        }
        return (long) (Double.parseDouble(new String(bytes, 0, end, StandardCharsets.US_ASCII)) * 1e9);
    }

    /** Names the children of the process looked at, of all its threads; {@code child} must not use this reader. */
    public void children(IntConsumer child) throws IOException {
        if (!KERNEL_NAMES_CHILDREN) {
            int parent = pid;
            Proc.all().stream().filter(process -> process.parent() == parent).forEach(p -> child.accept(p.pid()));
            return;
        }
        String tasks = "/proc/" + pid + "/task";
        if (threads == 1) {
            children(tasks + "/" + pid + "/children", child);
            return;
        }
        String[] names = new File(tasks).list();
        // Without names it has ended meanwhile.
        for (int i = 0; names != null && i < names.length; i++) {
            children(tasks + "/" + names[i] + "/children", child);
        }
    }

    private void children(String file, IntConsumer child) {
        int fd = open(file);
        if (fd < 0) {
            return;
        }
        int number = 0;
        for (int length; (length = Descriptor.read(fd, buffer, bytes.length)) > 0; ) {
            for (int i = 0; i < length; i++) {
                if (bytes[i] != ' ') {
                    number = number * 10 + bytes[i] - '0';
                } else {
                    child.accept(number);
                    number = 0;
                }
            }
        }
        Descriptor.close(fd);
    }

    private int read(String file) {
        int fd = open(file);
        if (fd < 0) {
            return fd;
        }
        int length = Descriptor.read(fd, buffer, bytes.length);
        Descriptor.close(fd);
        return length;
    }

    private static int open(String file) {
        MemorySegment name = Call.scratch();
        int length = file.length();
        for (int i = 0; i < length; i++) {
            name.set(JAVA_BYTE, i, (byte) file.charAt(i));
        }
        name.set(JAVA_BYTE, length, (byte) 0);
        return OPEN.callInt(name.address(), Descriptor.O_CLOEXEC);
    }
}
