package millrace.cluster.work;

import static java.util.concurrent.TimeUnit.SECONDS;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import millrace.cluster.AppSpec;
import millrace.cluster.PrimaryEvents;
import millrace.cluster.RestartPolicy;
import millrace.cluster.StopPolicy;

/** A pool of worker processes, described; immutable. Start from {@link #of} or {@link #java} and refine it. */
public final class ProcessOptions implements Cloneable {
    private static final int GIVE_UP_NEVER = Integer.MAX_VALUE;
    private static final Duration LONGEST = Duration.ofDays(365);

    private final List<String> command;
    private Map<String, String> environment = System.getenv();
    private Path directory = Path.of("");
    private int size = Runtime.getRuntime().availableProcessors();
    private int tasksPerProcess = 1;
    private int maxQueued = 1000;
    private boolean lazy;
    private Recycling recycling = new Recycling(Long.MAX_VALUE, Long.MAX_VALUE);
    private long deadlineNanos = SECONDS.toNanos(60);
    private long startNanos = SECONDS.toNanos(30);
    private long cancelGraceNanos = SECONDS.toNanos(1);
    private StopPolicy stop = StopPolicy.DEFAULT;
    private PrimaryEvents events = new EventLog();

    private ProcessOptions(List<String> command) {
        this.command = List.copyOf(command);
        positive(command.size(), "the number of words in a command");
    }

    /**
     * As many processes as there are cores, each with one task at a time, and 1,000 tasks that may wait; a task may run for
     * 60 seconds.
     *
     * @param command program and arguments: {@code node}, {@code worker.js}
     */
    public static ProcessOptions of(String... command) {
        return of(List.of(command));
    }

    public static ProcessOptions of(List<String> command) {
        return new ProcessOptions(command);
    }

    /**
     * The same for a program in Java, on the JDK, module path and class path of this process; its {@code main} calls
     * {@link TaskWorker#serve}.
     *
     * @param flags for the JVM, such as {@code -Xmx256m}
     */
    public static ProcessOptions java(Class<?> main, String... flags) {
        return of(JavaCommand.of(main, List.of(flags)));
    }

    private ProcessOptions copy() {
        try {
            return (ProcessOptions) clone();
        } catch (CloneNotSupportedException e) {
            throw new AssertionError(e);
        }
    }

    private static long positive(long number, String what) {
        if (number < 1) {
            throw new IllegalArgumentException(what + " is at least 1, not " + number);
        }
        return number;
    }

    static long nanos(Duration duration, String what) {
        Duration bounded = duration.compareTo(LONGEST) > 0 ? LONGEST : duration;
        positive(bounded.toMillis(), what + " in milliseconds");
        return bounded.toNanos();
    }

    /** The whole environment of the workers, except what the pool adds for its channel; else that of this process. */
    public ProcessOptions withEnvironment(Map<String, String> variables) {
        ProcessOptions copy = copy();
        copy.environment = Map.copyOf(variables);
        return copy;
    }

    public ProcessOptions withDirectory(Path path) {
        ProcessOptions copy = copy();
        copy.directory = path;
        return copy;
    }

    /** How many processes. */
    public ProcessOptions withSize(int processes) {
        ProcessOptions copy = copy();
        copy.size = (int) positive(processes, "the number of processes");
        return copy;
    }

    /** How many tasks a process has at a time; those that share a process are lost together. */
    public ProcessOptions withTasksPerProcess(int tasks) {
        ProcessOptions copy = copy();
        copy.tasksPerProcess = (int) positive(tasks, "the number of tasks at a time");
        return copy;
    }

    /** How many tasks may wait, beyond as many as the processes can have; one more is refused. */
    public ProcessOptions withMaxQueued(int tasks) {
        ProcessOptions copy = copy();
        copy.maxQueued = (int) positive(tasks, "the number of tasks that may wait");
        return copy;
    }

    /** Processes are started, all of them, when the first task comes. */
    public ProcessOptions withLazyStart() {
        ProcessOptions copy = copy();
        copy.lazy = true;
        return copy;
    }

    /** A process that has been given so many tasks is replaced when they are done: for programs that leak. */
    public ProcessOptions withRecycleAfter(long tasks) {
        ProcessOptions copy = copy();
        copy.recycling = new Recycling(
                positive(tasks, "the number of tasks after which a process is replaced"), recycling.rssBytes());
        return copy;
    }

    /** A process that has more memory resident than this after a task is replaced. */
    public ProcessOptions withRecycleAbove(long rssBytes) {
        ProcessOptions copy = copy();
        copy.recycling = new Recycling(
                recycling.tasks(), positive(rssBytes, "the memory above which a process is replaced"));
        return copy;
    }

    /** A process whose task runs longer is killed and replaced. */
    public ProcessOptions withDeadline(Duration longest) {
        ProcessOptions copy = copy();
        copy.deadlineNanos = nanos(longest, "a deadline");
        return copy;
    }

    /** A task may run for ever. */
    public ProcessOptions withoutDeadline() {
        ProcessOptions copy = copy();
        copy.deadlineNanos = 0;
        return copy;
    }

    /** A process that has not said so long after its start that it is ready is killed; 30 seconds. */
    public ProcessOptions withStartDeadline(Duration longest) {
        ProcessOptions copy = copy();
        copy.startNanos = nanos(longest, "a start deadline");
        return copy;
    }

    /** How long a worker has to end a task that was cancelled before its process is killed; 1 second. */
    public ProcessOptions withCancelGrace(Duration longest) {
        ProcessOptions copy = copy();
        copy.cancelGraceNanos = nanos(longest, "the grace of a cancelled task");
        return copy;
    }

    /** How much time tasks have to end when the pool is stopped, and processes after that. */
    public ProcessOptions withStop(StopPolicy policy) {
        ProcessOptions copy = copy();
        copy.stop = policy;
        return copy;
    }

    /** Who hears, on the pool's loop, what happens to the processes and what they write; the default logs it. */
    public ProcessOptions withEvents(PrimaryEvents listener) {
        ProcessOptions copy = copy();
        copy.events = listener;
        return copy;
    }

    /** The app that a primary runs. A process that dies before it has got a task has died early, unless it has waited long. */
    AppSpec spec() {
        return AppSpec.of(command.getFirst(), command)
                .withEnvironment(environment)
                .withDirectory(directory)
                .withInstances(size)
                .withStop(stop)
                .withRestart(RestartPolicy.DEFAULT
                        .withMaxEarlyDeaths(GIVE_UP_NEVER)
                        .withMinUptimeNanos(2 * startNanos));
    }

    int size() {
        return size;
    }

    long startNanos() {
        return startNanos;
    }

    long stopGraceNanos() {
        return stop.graceNanos();
    }

    int tasksPerProcess() {
        return tasksPerProcess;
    }

    /** Tasks that processes have, and that wait. */
    long maxUnfinished() {
        return maxQueued + (long) size * tasksPerProcess;
    }

    boolean isLazy() {
        return lazy;
    }

    Recycling recycling() {
        return recycling;
    }

    long deadlineNanos() {
        return deadlineNanos;
    }

    long cancelGraceNanos() {
        return cancelGraceNanos;
    }

    PrimaryEvents events() {
        return events;
    }
}
