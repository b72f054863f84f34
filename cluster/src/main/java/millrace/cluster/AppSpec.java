package millrace.cluster;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.IntFunction;

/** What to run: an immutable description of one app. Start from {@link #of} and refine with the {@code with} methods. */
public final class AppSpec implements Cloneable {

    /** What a worker gets from its primary, and how several of them share a port. */
    public enum Protocol {
        /** A channel in Node's cluster protocol: for Node, and for Java on this library. */
        CLUSTER,
        /** A channel for messages as {@code child_process.fork} gives it, which shares no ports: for Node. */
        IPC,
        /** Nothing: for programs that know no primary, and of which no two can listen on a port. */
        NONE,
        /** The socket that the spec says it listens on, as systemd's socket activation gives it: {@code LISTEN_FDS}. */
        LISTEN_FDS,
        /** Nothing: for programs that share their port with {@code SO_REUSEPORT}, by themselves or, in Python, made to. */
        REUSEPORT,
        /** A port of its own, in the variable {@code PORT}: for programs behind a gateway. */
        PORT;

        /** Whether the worker gets a socket to its primary. */
        boolean hasChannel() {
            return this == CLUSTER || this == IPC;
        }

        /** Whether a second process of the same instance can run beside the first one. */
        boolean standsBeside() {
            return this != NONE && this != IPC;
        }
    }

    private String name;
    private List<String> command;
    private Map<String, String> environment = System.getenv();
    private IntFunction<Map<String, String>> instanceEnvironment = number -> Map.of();
    private Path directory = Path.of("").toAbsolutePath();
    private int instances = 1;
    private Scheduling scheduling = Scheduling.ROUND_ROBIN;
    private Protocol protocol = Protocol.CLUSTER;
    private InetSocketAddress listen;
    private Readiness readiness = Readiness.DEFAULT;
    private RestartPolicy restart = RestartPolicy.DEFAULT;
    private StopPolicy stop = StopPolicy.DEFAULT;
    private String user;
    private String group;
    private boolean detached;
    private boolean input;

    private AppSpec(String name, List<String> command) {
        if (command.isEmpty()) {
            throw new IllegalArgumentException("an app needs a command to run");
        }
        this.name = name;
        this.command = List.copyOf(command);
    }

    /** One worker with this process's environment and directory, round-robin, speaking the cluster protocol. */
    public static AppSpec of(String name, List<String> command) {
        return new AppSpec(name, command);
    }

    /** A copy on which one thing is different; nobody else has seen it yet. */
    private AppSpec with(Consumer<AppSpec> change) {
        try {
            AppSpec copy = (AppSpec) clone();
            change.accept(copy);
            return copy;
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What the app is called in events and messages. */
    public String name() {
        return name;
    }

    /** Program and arguments; a program without a slash is looked up in {@code PATH}. */
    public List<String> command() {
        return command;
    }

    /** The whole environment of the workers, except what the primary adds for its protocol. */
    public Map<String, String> environment() {
        return environment;
    }

    public AppSpec withEnvironment(Map<String, String> variables) {
        Map<String, String> all = Map.copyOf(variables);
        return with(copy -> copy.environment = all);
    }

    /** Variables that are particular to an instance, by its number; they win. Called at each start, on the loop. */
    public IntFunction<Map<String, String>> instanceEnvironment() {
        return instanceEnvironment;
    }

    public AppSpec withInstanceEnvironment(IntFunction<Map<String, String>> variables) {
        return with(copy -> copy.instanceEnvironment = variables);
    }

    /** The working directory. */
    public Path directory() {
        return directory;
    }

    /** The program is looked for before the change into the directory, and started after it. */
    public AppSpec withDirectory(Path path) {
        return with(copy -> copy.directory = path.toAbsolutePath());
    }

    /** How many workers {@link Primary#start} starts. */
    public int instances() {
        return instances;
    }

    public AppSpec withInstances(int count) {
        if (count < 1) {
            throw new IllegalArgumentException("an app needs at least one instance, not " + count);
        }
        return with(copy -> copy.instances = count);
    }

    /** Who accepts connections. */
    public Scheduling scheduling() {
        return scheduling;
    }

    public AppSpec withScheduling(Scheduling how) {
        return with(copy -> copy.scheduling = how);
    }

    public Protocol protocol() {
        return protocol;
    }

    public AppSpec withProtocol(Protocol spoken) {
        return with(copy -> copy.protocol = spoken);
    }

    /** What {@link Protocol#LISTEN_FDS} hands over; {@code null} for nothing. */
    public InetSocketAddress listen() {
        return listen;
    }

    public AppSpec withListen(InetSocketAddress address) {
        return with(copy -> copy.listen = address);
    }

    /** When a worker counts as ready. */
    public Readiness readiness() {
        return readiness;
    }

    public AppSpec withReadiness(Readiness when) {
        return with(copy -> copy.readiness = when);
    }

    /** What happens when a worker dies. */
    public RestartPolicy restart() {
        return restart;
    }

    public AppSpec withRestart(RestartPolicy policy) {
        return with(copy -> copy.restart = policy);
    }

    /** How a worker is stopped. */
    public StopPolicy stop() {
        return stop;
    }

    public AppSpec withStop(StopPolicy policy) {
        return with(copy -> copy.stop = policy);
    }

    /** Who the workers run as, by name or number; {@code null} for whoever the primary runs as. */
    public String user() {
        return user;
    }

    /** The workers' group; {@code null} for the user's own. */
    public String group() {
        return group;
    }

    /** Another user or group; needs the rights of root. */
    public AppSpec withUser(String userName, String groupName) {
        return with(copy -> {
            copy.user = userName;
            copy.group = groupName;
        });
    }

    /** Whether workers that can go on without their primary do so when it dies. Else they are ended. */
    public boolean detached() {
        return detached;
    }

    public AppSpec withDetached(boolean goesOn) {
        return with(copy -> copy.detached = goesOn);
    }

    /** Whether standard input is a pipe, for {@link Primary#writeInput}; else it is empty. */
    public boolean input() {
        return input;
    }

    public AppSpec withInput(boolean pipe) {
        return with(copy -> copy.input = pipe);
    }
}
