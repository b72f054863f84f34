package millrace.cluster;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What to run: an immutable description of one app. Start from {@link #of} and refine with the {@code with} methods.
 *
 * @param name what the app is called in events and messages
 * @param command program and arguments; a program without a slash is looked up in {@code PATH}
 * @param environment the whole environment of the workers, except what the primary adds for its protocol
 * @param directory the working directory
 * @param instances how many workers
 * @param scheduling who accepts connections
 * @param protocol whether the workers may speak the cluster protocol
 * @param restart what happens when a worker dies
 * @param stop how much time a worker has to stop
 */
public record AppSpec(
        String name,
        List<String> command,
        Map<String, String> environment,
        Path directory,
        int instances,
        Scheduling scheduling,
        Protocol protocol,
        RestartPolicy restart,
        StopPolicy stop) {

    /** Whether a worker gets a channel to its primary. */
    public enum Protocol {
        /** A channel in Node's cluster protocol: for Node, and for Java on this library. */
        CLUSTER,
        /** No channel: for programs that know nothing of a cluster. They end by SIGTERM. */
        NONE
    }

    public AppSpec {
        if (command.isEmpty()) {
            throw new IllegalArgumentException("an app needs a command to run");
        }
        if (instances < 1) {
            throw new IllegalArgumentException("an app needs at least one instance, not " + instances);
        }
        // The program is looked for before the change into the directory, and started after it.
        directory = directory.toAbsolutePath();
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
    }

    /** One worker with this process's environment and directory, round-robin, speaking the cluster protocol. */
    public static AppSpec of(String name, List<String> command) {
        return new AppSpec(
                name,
                command,
                System.getenv(),
                Path.of("").toAbsolutePath(),
                1,
                Scheduling.ROUND_ROBIN,
                Protocol.CLUSTER,
                RestartPolicy.DEFAULT,
                StopPolicy.DEFAULT);
    }

    public AppSpec withEnvironment(Map<String, String> variables) {
        return new AppSpec(name, command, variables, directory, instances, scheduling, protocol, restart, stop);
    }

    public AppSpec withDirectory(Path path) {
        return new AppSpec(name, command, environment, path, instances, scheduling, protocol, restart, stop);
    }

    public AppSpec withInstances(int count) {
        return new AppSpec(name, command, environment, directory, count, scheduling, protocol, restart, stop);
    }

    public AppSpec withScheduling(Scheduling how) {
        return new AppSpec(name, command, environment, directory, instances, how, protocol, restart, stop);
    }

    public AppSpec withProtocol(Protocol spoken) {
        return new AppSpec(name, command, environment, directory, instances, scheduling, spoken, restart, stop);
    }

    public AppSpec withRestart(RestartPolicy policy) {
        return new AppSpec(name, command, environment, directory, instances, scheduling, protocol, policy, stop);
    }

    public AppSpec withStop(StopPolicy policy) {
        return new AppSpec(name, command, environment, directory, instances, scheduling, protocol, restart, policy);
    }
}
