package harness;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Readings of /proc, proc(5). A process that is gone reads as zero. */
final class ProcFs {
    private static final double MICROS_PER_TICK = 10_000; // USER_HZ is 100 on every Linux that runs a JDK

    private ProcFs() {
    }

    static List<ProcessHandle> tree(ProcessHandle root) {
        return Stream.concat(Stream.of(root), root.descendants()).toList();
    }

    /** User and system time of the process and of its children that it has waited for, in microseconds. */
    static double cpuMicros(long pid) {
        String stat = read(Path.of("/proc/" + pid + "/stat"));
        // The second field is the name in parentheses and may contain anything; fields count from behind it.
        String[] fields = stat.substring(stat.lastIndexOf(')') + 1).trim().split(" ");
        if (fields.length < 15) {
            return 0;
        }
        long ticks = 0;
        for (int field = 11; field <= 14; field++) { // utime, stime, cutime, cstime
            ticks += Long.parseLong(fields[field]);
        }
        return ticks * MICROS_PER_TICK;
    }

    /** User and system time of all processes that this one has started and that have ended, in microseconds. */
    static double childrenMicros() {
        String stat = read(Path.of("/proc/self/stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 1).trim().split(" ");
        return (Long.parseLong(fields[13]) + Long.parseLong(fields[14])) * MICROS_PER_TICK; // cutime, cstime
    }

    static double cpuMicros(ProcessHandle root) {
        return tree(root).stream().mapToDouble(process -> cpuMicros(process.pid())).sum();
    }

    /** Time that the core {@code cpu} spent on anything at all, in microseconds, stolen time included. */
    static double busyMicros(String cpu) {
        Matcher line = Pattern.compile("(?m)^cpu" + cpu + " (.*)$").matcher(read(Path.of("/proc/stat")));
        if (!line.find()) {
            return Double.NaN; // a list of cores: nobody asks for the one core's time then
        }
        String[] fields = line.group(1).split(" ");
        double ticks = 0;
        for (int field : new int[] {0, 1, 2, 5, 6, 7}) { // user nice system irq softirq steal
            ticks += Double.parseDouble(fields[field]);
        }
        return ticks * MICROS_PER_TICK;
    }

    /** Resident memory of the tree in KiB; what its processes share is counted in each. */
    static double rssKib(ProcessHandle root) {
        return sum(root, "status", "VmRSS");
    }

    /** Proportional set size of the tree in KiB; what is shared with n processes counts 1/n. */
    static double pssKib(ProcessHandle root) {
        return sum(root, "smaps_rollup", "Pss");
    }

    /** Resident memory of one process in KiB. */
    static double rssKib(long pid) {
        return field(pid, "status", "VmRSS");
    }

    private static double sum(ProcessHandle root, String file, String key) {
        return tree(root).stream().mapToDouble(process -> field(process.pid(), file, key)).sum();
    }

    private static double field(long pid, String file, String key) {
        Matcher matcher = Pattern.compile("(?m)^" + key + ":\\s+(\\d+) kB")
                .matcher(read(Path.of("/proc/" + pid + "/" + file)));
        return matcher.find() ? Double.parseDouble(matcher.group(1)) : 0;
    }

    static boolean hasEnvironment(ProcessHandle process, String name) {
        return read(Path.of("/proc/" + process.pid() + "/environ")).contains(name + "=");
    }

    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (NoSuchFileException e) {
            return "";
        } catch (IOException e) {
            return ""; // ESRCH: the process ended between opening its file and reading it
        }
    }
}
