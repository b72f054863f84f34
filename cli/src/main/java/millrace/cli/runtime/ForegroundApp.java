package millrace.cli.runtime;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import millrace.cli.Cores;
import millrace.cli.Failure;
import millrace.cli.NearestName;
import millrace.cli.Program;
import millrace.cli.SearchPath;
import millrace.cluster.AppSpec;
import millrace.cluster.AppSpec.Protocol;
import millrace.cluster.Scheduling;
import millrace.loop.PollerKind;

/** {@code millrace runtime}: from what was asked to the app that runs. */
final class ForegroundApp {
    private ForegroundApp() {}

    static int run(RuntimeOptions options) throws Failure, IOException {
        PollerKind poller = poller(options.poller());
        return Foreground.run(app(options), poller);
    }

    static AppSpec app(RuntimeOptions options) throws Failure, IOException {
        int instances = Cores.instances(options.instances(), Runtime.getRuntime().availableProcessors());
        Scheduling scheduling = scheduling(options.scheduling());
        Path file = file(Path.of(options.app()));
        Program program = Program.of(file, words(options.interpreterArgs()), SearchPath.ofEnvironment());
        List<String> command = new ArrayList<>(program.command());
        command.addAll(options.args());
        return AppSpec.of(options.name() == null ? nameOf(file) : options.name(), command)
                .withDirectory(directory(options.directory()))
                .withInstances(instances)
                .withScheduling(scheduling)
                .withProtocol(program.speaksCluster() ? Protocol.CLUSTER : Protocol.NONE);
    }

    private static Path file(Path app) throws Failure {
        Path file = app.toAbsolutePath().normalize();
        if (Files.isRegularFile(file)) {
            return file;
        }
        if (Files.isDirectory(file)) {
            throw Failure.of(app + " is a folder: name the program in it");
        }
        if (Files.exists(file)) {
            throw Failure.of(app + " is not a program but a device, socket or pipe");
        }
        Optional<Path> nearest = NearestName.to(app);
        throw Failure.of("there is no file " + app + nearest.map(path -> ". Did you mean " + path + "?").orElse(""));
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
