package millrace.os;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What the kernel tells about a process in {@code /proc}, at the time of reading. Callable from any thread. Source:
 * {@code proc_pid_stat(5)}.
 *
 * @param pid its number
 * @param name the first 15 bytes of the program's name, which may hold spaces and parentheses
 * @param state R running, S sleeping, D in uninterruptible sleep, Z ended and not reaped, T stopped
 * @param parent the number of its parent
 * @param group its process group
 * @param session its session
 * @param userNanos CPU time in its own code, ended threads included, in steps of 10 ms
 * @param systemNanos CPU time in the kernel
 * @param threads how many it has
 * @param startTicks when it started; with {@code pid} it names a process for good, since numbers are used again
 * @param rssBytes memory that is resident; 0 of an ended process
 */
public record Proc(
        int pid,
        String name,
        char state,
        int parent,
        int group,
        int session,
        long userNanos,
        long systemNanos,
        int threads,
        long startTicks,
        long rssBytes) {

    static final int SC_CLK_TCK = 2;
    static final int SC_PAGESIZE = 30;
    private static final long NANOS = 1_000_000_000L;

    private static final Call SYSCONF = Call.of("sysconf");
    private static final long TICKS_PER_SECOND = SYSCONF.call(SC_CLK_TCK, 0, 0, 0, 0, 0);
    private static final long PAGE_BYTES = SYSCONF.call(SC_PAGESIZE, 0, 0, 0, 0, 0);

    private static final Path ROOT = Path.of("/proc");

    /** A process that runs, or has ended and is not reaped; {@code null} when there is none of this number. */
    public static Proc of(int pid) throws IOException {
        Path folder = ROOT.resolve(Integer.toString(pid));
        try {
            return parse(Files.readString(folder.resolve("stat"), StandardCharsets.ISO_8859_1));
        } catch (IOException e) {
            // It may end between opening and reading, which then fails with "no such process".
            if (Files.exists(folder)) {
                throw e;
            }
            return null;
        }
    }

    /** All processes that can be seen. */
    public static List<Proc> all() throws IOException {
        List<Proc> processes = new ArrayList<>();
        for (String name : list(ROOT)) {
            if (Character.isDigit(name.charAt(0))) {
                Proc process = of(Integer.parseInt(name));
                if (process != null) {
                    processes.add(process);
                }
            }
        }
        return processes;
    }

    /** The process's children, their children and so on, parents first. */
    public static List<Proc> descendants(int pid) throws IOException {
        if (!mayHaveChildren(pid)) {
            return List.of();
        }
        List<Proc> all = all();
        List<Proc> found = new ArrayList<>();
        int parent = pid;
        for (int next = 0; ; next++) {
            int wanted = parent;
            all.stream().filter(process -> process.parent == wanted).forEach(found::add);
            if (next == found.size()) {
                return found;
            }
            parent = found.get(next).pid;
        }
    }

    /** A quick look, which saves the long one for most processes. A kernel that has not got these files may say yes. */
    private static boolean mayHaveChildren(int pid) throws IOException {
        Path tasks = ROOT.resolve(pid + "/task");
        String[] names = new File(tasks.toString()).list();
        for (String name : names == null ? new String[0] : names) {
            Path children = tasks.resolve(name).resolve("children");
            try {
                if (!Files.readString(children).isBlank()) {
                    return true;
                }
            } catch (IOException e) {
                // Its thread may have ended meanwhile; any other reason leaves the question open.
                if (Files.exists(tasks.resolve(name))) {
                    return true;
                }
            }
        }
        return false;
    }

    /** How many descriptors a process of the same user has open. */
    public static int descriptors(int pid) throws IOException {
        return list(ROOT.resolve(pid + "/fd")).length;
    }

    /** The names in a folder of {@code /proc}. */
    static String[] list(Path folder) throws OsException {
        String[] names = new File(folder.toString()).list();
        if (names == null) {
            boolean there = Files.exists(folder.getParent());
            throw new OsException("list " + folder, (there ? Errno.EACCES : Errno.ESRCH).number());
        }
        return names;
    }

    /** The text of {@code stat}. What follows the last closing parenthesis has a fixed place; the name may hold any. */
    static Proc parse(String stat) {
        int nameEnd = stat.lastIndexOf(')');
        int nameStart = stat.indexOf('(');
        String[] rest = stat.substring(nameEnd + 2).strip().split(" ");
        byte[] name = stat.substring(nameStart + 1, nameEnd).getBytes(StandardCharsets.ISO_8859_1);
        return new Proc(
                Integer.parseInt(stat.substring(0, nameStart - 1)),
                new String(name, StandardCharsets.UTF_8),
                rest[0].charAt(0),
                Integer.parseInt(rest[1]),
                Integer.parseInt(rest[2]),
                Integer.parseInt(rest[3]),
                Long.parseLong(rest[11]) * (NANOS / TICKS_PER_SECOND),
                Long.parseLong(rest[12]) * (NANOS / TICKS_PER_SECOND),
                Integer.parseInt(rest[17]),
                Long.parseLong(rest[19]),
                Long.parseLong(rest[21]) * PAGE_BYTES);
    }

    /** When it started by the clock of the machine, to a second or so. */
    public Instant started() throws IOException {
        for (String line : Files.readAllLines(ROOT.resolve("stat"))) {
            if (line.startsWith("btime ")) {
                long boot = Long.parseLong(line.substring("btime ".length()));
                return Instant.ofEpochSecond(boot).plusNanos(startTicks * (NANOS / TICKS_PER_SECOND));
            }
        }
        throw new OsException("read the time of boot", Errno.ENOENT.number());
    }
}
