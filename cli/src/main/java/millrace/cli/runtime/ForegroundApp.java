package millrace.cli.runtime;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import millrace.cli.Failure;
import millrace.cluster.AppSpec;
import millrace.cluster.AppSpec.Protocol;
import millrace.cluster.Scheduling;
import millrace.loop.PollerKind;
import millrace.manager.program.Cores;
import millrace.manager.program.Program;
import millrace.manager.program.ProgramException;
import millrace.manager.program.Script;

/** {@code millrace runtime}: from what was asked to the app that runs. */
final class ForegroundApp {
    private ForegroundApp() {}

    static int run(RuntimeOptions options) throws Failure, IOException {
        PollerKind poller = poller(options.poller());
        return Foreground.run(app(options), poller);
    }

    static AppSpec app(RuntimeOptions options) throws Failure, IOException {
        int instances = instances(options.instances());
        Scheduling scheduling = scheduling(options.scheduling());
        Path directory = directory(options.directory());
        try {
            Script script = Script.named(options.app(), Path.of("").toAbsolutePath(), System.getenv());
            List<String> args = new ArrayList<>(script.args());
            args.addAll(options.args());
            Program program = Program.of(
                    script.withInterpreterArgs(words(options.interpreterArgs())).withArgs(args), ForegroundApp::note);
            return AppSpec.of(options.name() == null ? nameOf(script.file()) : options.name(), program.command())
                    .withDirectory(directory)
                    .withInstances(instances)
                    .withScheduling(scheduling)
                    .withEnvironment(environment(program))
                    .withProtocol(program.speaksCluster() ? Protocol.CLUSTER : Protocol.NONE);
        } catch (ProgramException e) {
            throw Failure.of(e.getMessage());
        }
    }

    private static void note(String line) {
        System.err.println("millrace  " + line);
    }

    private static Map<String, String> environment(Program program) {
        Map<String, String> environment = new HashMap<>(System.getenv());
        environment.putAll(program.environment());
        return environment;
    }

    private static int instances(String wish) throws Failure {
        try {
            return Cores.instances(wish, Runtime.getRuntime().availableProcessors());
        } catch (IllegalArgumentException e) {
            throw Failure.usage(e.getMessage());
        }
    }

    private static Path directory(String wish) throws Failure {
        Path directory = Path.of(wish == null ? "" : wish).toAbsolutePath().normalize();
        if (!Files.isDirectory(directory)) {
            throw Failure.of("--cwd: there is no folder " + directory);
        }
        return directory;
    }

    private static Scheduling scheduling(String wish) throws Failure {
        try {
            return wish == null ? Scheduling.ROUND_ROBIN : Scheduling.of(wish);
        } catch (IllegalArgumentException e) {
            throw Failure.usage("--scheduling: " + e.getMessage());
        }
    }

    private static PollerKind poller(String wish) throws Failure {
        try {
            return wish == null ? PollerKind.EPOLL : PollerKind.of(wish);
        } catch (IllegalArgumentException e) {
            throw Failure.usage("--poller: " + e.getMessage());
        }
    }

    private static List<String> words(String flags) {
        return flags == null || flags.isBlank() ? List.of() : List.of(flags.strip().split("\\s+"));
    }

    /** The name of the file, without its ending. */
    private static String nameOf(Path file) {
        String name = file.getFileName().toString();
        int dot = name.lastIndexOf('.');
        return dot > 0 ? name.substring(0, dot) : name;
    }
}
