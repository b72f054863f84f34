package millrace.os;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Starts a program with exactly what it is given: it has the descriptors named here and no others, blocks no signal,
 * ignores no signal, and inherits the environment with the changes named here.
 *
 * <p>One instance can start any number of processes; one thread at a time. {@link #start} blocks for the millisecond or
 * so until the program runs. Source: {@code posix_spawn(3)}.
 */
public final class Spawn {
    private static final Call POSIX_SPAWNP = Call.of("posix_spawnp");

    private final List<String> command;
    private final Map<String, String> variables = new LinkedHashMap<>();
    private final TreeMap<Integer, Integer> sources = new TreeMap<>();
    private boolean inheritVariables = true;
    private Path directory;
    private int group;
    private long blocked;

    /** {@code null} makes do without it, which a test tries. */
    Call closeFrom = SpawnActions.ADDCLOSEFROM;

    /**
     * @param command the program and its arguments; a name without a slash is looked for in this process's {@code PATH}
     */
    public Spawn(List<String> command) {
        if (command.isEmpty()) {
            throw new IllegalArgumentException("no program to start");
        }
        this.command = List.copyOf(command);
    }

    public Spawn(String... command) {
        this(Arrays.asList(command));
    }

    /** The folder the program starts in; a relative program name is looked for from there. */
    public Spawn directory(Path directory) {
        this.directory = directory;
        return this;
    }

    /** Sets a variable of the environment, or with {@code null} removes it. */
    public Spawn variable(String name, String value) {
        if (name.isEmpty() || name.indexOf('=') >= 0) {
            throw new IllegalArgumentException("no name of a variable: \"" + name + "\"");
        }
        variables.put(name, value);
        return this;
    }

    /** Starts from an empty environment instead of this process's. */
    public Spawn withoutVariables() {
        inheritVariables = false;
        return this;
    }

    /**
     * Gives the program a descriptor. Of 0, 1 and 2, those not given are {@code /dev/null}.
     *
     * @param fd the descriptor in this process, which stays open here
     * @param target its number in the program
     */
    public Spawn descriptor(int fd, int target) {
        if (fd < 0 || target < 0) {
            throw new IllegalArgumentException("no descriptor: " + Math.min(fd, target));
        }
        sources.put(target, fd);
        return this;
    }

    /** Gives the program this process's own standard input, output and error. */
    public Spawn inheritStandard() {
        return descriptor(0, 0).descriptor(1, 1).descriptor(2, 2);
    }

    /** Makes the program the leader of a process group of its own, as which it can be signalled with its children. */
    public Spawn newGroup() {
        group = SpawnAttributes.SETPGROUP;
        return this;
    }

    /** Makes the program the leader of a session of its own (and of a group), without a controlling terminal. */
    public Spawn newSession() {
        group = SpawnAttributes.SETSID;
        return this;
    }

    /** The program begins with these signals blocked, and none else: for one that takes them when it is ready. */
    public Spawn blocked(Signal... signals) {
        blocked = Signal.bits(signals);
        return this;
    }

    /**
     * Starts the program.
     *
     * @return the child, which must be reaped after it has ended
     */
    public PidFd start() throws OsException {
        try (Arena arena = Arena.ofConfined();
                SpawnActions actions = new SpawnActions(arena);
                SpawnAttributes attributes = new SpawnAttributes(arena, group, blocked)) {
            if (directory != null) {
                actions.changeDirectory(directory);
            }
            actions.descriptors(sources, closeFrom);
            MemorySegment pid = arena.allocate(JAVA_INT);
            MemorySegment arguments = CStrings.array(arena, command);
            MemorySegment environment = CStrings.environment(arena, inheritVariables, variables);
            int result = POSIX_SPAWNP.callStatus(
                    pid.address(),
                    CStrings.string(arena, command.getFirst()).address(),
                    actions.address(),
                    attributes.address(),
                    arguments.address(),
                    environment.address());
            OsException.check(result, "start " + command.getFirst() + (directory == null ? "" : " in " + directory));
            return PidFd.adopt(pid.get(JAVA_INT, 0));
        }
    }
}
