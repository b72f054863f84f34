package millrace.cli.runtime;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import millrace.cli.Failure;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code millrace runtime} as picocli knows it: for its help, and for what {@link PlainArguments} leaves alone. */
@Command(
        name = "runtime",
        header = "Runs a server app as workers that share its port, and keeps them alive.",
        customSynopsis = "millrace runtime APP [-i N|max] [OPTIONS] [-- ARGS...]",
        sortOptions = false,
        description = {
            "",
            "The app is not changed: it listens on its port as ever, and each worker gets its part of the connections. "
                    + "A worker that dies is replaced. Runs in the foreground: Ctrl-C stops all workers in order, "
                    + "a second Ctrl-C hurries.",
            ""
        },
        footer = {
            "",
            "What runs the app is told by its name:",
            "  .js .mjs .cjs   node",
            "  .ts             node, from version 22.6 on",
            "  .java           java; compiled once, and free to import millrace.http",
            "  .jar            java -jar",
            "  .py             python3",
            "  .sh             bash",
            "  anything else   itself, if it is executable",
            "",
            "Examples:",
            "  millrace runtime app.js -i max              one worker on each core",
            "  millrace runtime Hello.java -i 2 -n hello   two, called hello in messages",
            "  millrace runtime app.jar --interpreter-args '-Xmx256m'",
            "  millrace runtime app.js -i 4 -- --config prod.json",
        })
public final class RuntimeCommand implements Callable<Integer> {
    private final List<String> args;

    @Parameters(paramLabel = "APP", description = "The program to run. What follows -- is for the program.")
    private String app;

    @Option(
            names = {"-i", "--instances"},
            paramLabel = "N|max",
            description = "How many workers: a number, or max for one on each core. Default: 1.")
    private String instances;

    @Option(
            names = {"-n", "--name"},
            paramLabel = "NAME",
            description = "What to call the app in messages. Default: the name of the file.")
    private String name;

    @Option(
            names = "--scheduling",
            paramLabel = "HOW",
            description = {
                "Who accepts connections. Default: round-robin.",
                "- round-robin: the primary, handing over in turn",
                "- shared: the workers, from one socket"
            })
    private String scheduling;

    @Option(
            names = "--poller",
            paramLabel = "NAME",
            description = "How the primary waits for events: select, poll, epoll, epoll-et. Default: epoll.")
    private String poller;

    @Option(names = "--cwd", paramLabel = "DIR", description = "Working directory of the workers. Default: this one.")
    private String directory;

    @Option(
            names = "--interpreter-args",
            paramLabel = "ARGS",
            description = "Flags for node, java and so on, separated by spaces.")
    private String interpreterArgs;

    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Shows this text.")
    private boolean help;

    /** @param args what stood after {@code --} */
    public RuntimeCommand(List<String> args) {
        this.args = args;
    }

    /**
     * The command without picocli, which costs 70 to 110 ms.
     *
     * @param words what stands between the word {@code runtime} and {@code --}
     * @param args what stands after that
     * @return {@code null} if picocli should look at it
     */
    public static Callable<Integer> plain(List<String> words, List<String> args) {
        RuntimeOptions options = PlainArguments.read(words, args);
        return options == null ? null : () -> ForegroundApp.run(options);
    }

    RuntimeOptions options() {
        return new RuntimeOptions(app, instances, name, poller, scheduling, directory, interpreterArgs, args);
    }

    @Override
    public Integer call() throws Failure, IOException {
        return ForegroundApp.run(options());
    }
}
