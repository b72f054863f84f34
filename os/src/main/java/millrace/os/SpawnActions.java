package millrace.os;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeSet;

/**
 * {@code posix_spawn_file_actions_t}: what the child does with its descriptors before it becomes the program. The
 * actions run one after the other, so a descriptor that is still needed must not be overwritten by an earlier action:
 * such a source is duplicated in this process first, to a number above all targets. Source: {@code posix_spawn(3)}.
 */
final class SpawnActions implements AutoCloseable {
    /** {@code sizeof(posix_spawn_file_actions_t)}, in glibc and musl. */
    static final int SIZE = 80;

    private static final int O_RDWR = 2;
    private static final int STANDARD = 3;
    private static final String CLOSEFROM = "posix_spawn_file_actions_addclosefrom_np";

    private static final Call INIT = Call.of("posix_spawn_file_actions_init");
    private static final Call DESTROY = Call.of("posix_spawn_file_actions_destroy");
    private static final Call ADDDUP2 = Call.of("posix_spawn_file_actions_adddup2");
    private static final Call ADDCLOSE = Call.of("posix_spawn_file_actions_addclose");
    private static final Call ADDOPEN = Call.of("posix_spawn_file_actions_addopen");
    private static final Call ADDCHDIR = Call.of("posix_spawn_file_actions_addchdir_np");

    /** {@code null} where the C library is older than glibc 2.34. */
    static final Call ADDCLOSEFROM = Call.exists(CLOSEFROM) ? Call.of(CLOSEFROM) : null;

    private final Arena arena;
    private final MemorySegment actions;
    private final List<Integer> duplicates = new ArrayList<>();

    SpawnActions(Arena arena) throws OsException {
        this.arena = arena;
        actions = arena.allocate(SIZE, 16);
        check(INIT.callStatus(address(), 0, 0));
    }

    long address() {
        return actions.address();
    }

    void changeDirectory(Path directory) throws OsException {
        check(ADDCHDIR.callStatus(address(), CStrings.string(arena, directory.toString()).address(), 0));
    }

    /**
     * @param sources by number in the child, the descriptor in this process
     * @param closeFrom {@link #ADDCLOSEFROM}
     */
    void descriptors(SortedMap<Integer, Integer> sources, Call closeFrom) throws OsException {
        TreeSet<Integer> taken = new TreeSet<>(sources.keySet());
        for (int fd = 0; fd < STANDARD; fd++) {
            taken.add(fd);
        }
        int end = taken.last() + 1;
        for (var entry : sources.entrySet()) {
            int target = entry.getKey();
            int source = entry.getValue();
            boolean overwritten = source != target && taken.contains(source);
            // A source that has its number already is duplicated onto itself, which clears close-on-exec.
            check(ADDDUP2.callStatus(address(), overwritten ? duplicate(source, end) : source, target));
        }
        MemorySegment nothing = CStrings.string(arena, "/dev/null");
        for (int fd = 0; fd < end; fd++) {
            if (!taken.contains(fd)) {
                check(ADDCLOSE.callStatus(address(), fd, 0));
            } else if (!sources.containsKey(fd)) {
                check(ADDOPEN.callStatus(address(), fd, nothing.address(), O_RDWR, 0, 0));
            }
        }
        closeFrom(end, closeFrom);
    }

    /**
     * Closes all descriptors from a number on: the JVM does not make its own close-on-exec. Without the function for
     * it, those that are open now; what Java opens at this moment in another thread then reaches the program.
     */
    private void closeFrom(int first, Call function) throws OsException {
        if (function != null) {
            check(function.callStatus(address(), first, 0));
            return;
        }
        for (String name : Proc.list(Path.of("/proc/self/fd"))) {
            int fd = Integer.parseInt(name);
            if (fd >= first) {
                check(ADDCLOSE.callStatus(address(), fd, 0));
            }
        }
    }

    private int duplicate(int fd, int lowest) throws OsException {
        int copy = OsException.check(Descriptor.duplicate(fd, lowest), "pass on descriptor " + fd);
        duplicates.add(copy);
        return copy;
    }

    private static void check(int result) throws OsException {
        OsException.check(result, "prepare the start of a process");
    }

    @Override
    public void close() {
        duplicates.forEach(Descriptor::close);
        DESTROY.callStatus(address(), 0, 0);
    }
}
