package millrace.cli;

import java.util.List;
import millrace.cli.bench.BenchCommand;
import millrace.cli.manage.Manage;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command line. Exit codes: 0 done, 1 failed, 2 the command line makes no sense. */
@Command(
        name = "millrace",
        header = "Runs servers on every core, behind one door.",
        customSynopsis = {"millrace COMMAND [ARGS...]", "       millrace help COMMAND"},
        optionListHeading = "%n",
        commandListHeading = "%nCommands:%n",
        versionProvider = Main.Version.class,
        footer = {
            "",
            "Try:  millrace runtime examples/hello/Hello.java -i max",
            "      curl localhost:8080"
        })
public final class Main {
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Shows this text.")
    private boolean help;

    @Option(
            names = {"-V", "--version"},
            versionHelp = true,
            description = "Shows the version, and what it runs on.")
    private boolean version;

    private Main() {}

    public static void main(String[] args) {
        System.exit(run(List.of(args)));
    }

    private static int run(List<String> args) {
        if (Manage.knows(args)) {
            return Manage.run(args);
        }
        if (args.equals(List.of("help", "bench"))) {
            return BenchCommand.run(List.of("--help"), System.out, System.err);
        }
        if (args.equals(List.of("-v"))) {
            System.out.println(Version.number());
            return 0;
        }
        return commandLine().execute(args.toArray(String[]::new));
    }

    private static CommandLine commandLine() {
        return new CommandLine(new Main())
                .addSubcommand(lint())
                .addSubcommand(new HelpCommand())
                .setUsageHelpAutoWidth(true)
                .setExpandAtFiles(false)
                .setParameterExceptionHandler((e, words) -> misused(e))
                .setExecutionExceptionHandler((e, line, parsed) -> report(e));
    }

    private static CommandLine lint() {
        return new CommandLine(new LintCommand())
                .addSubcommand(new LintCommand.Regex())
                .addSubcommand(new LintCommand.Blocking());
    }

    /** A sentence, and where there is more: the whole help would push the sentence off the screen. */
    private static int misused(ParameterException e) {
        String command = e.getCommandLine().getCommandSpec().qualifiedName();
        if (e.getCommandLine().getCommandSpec().userObject() instanceof Main && e.getMessage().startsWith("Missing")) {
            e.getCommandLine().usage(System.err);
            return Failure.USAGE;
        }
        if (e instanceof UnmatchedArgumentException unmatched && !unmatched.isUnknownOption()) {
            System.err.println(command + ": what is \"" + unmatched.getUnmatched().getFirst() + "\"?");
        } else {
            System.err.println(command + ": " + e.getMessage());
        }
        UnmatchedArgumentException.printSuggestions(e, System.err);
        System.err.println("Try: " + command + " --help");
        return Failure.USAGE;
    }

    private static int report(Exception e) {
        System.err.println("millrace: " + (e instanceof Failure ? e.getMessage() : e.toString()));
        return e instanceof Failure failure ? failure.exitCode() : Failure.FAILED;
    }

    /** The version that the build gave the module. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {
                "millrace " + number(),
                "Java " + Runtime.version() + " at " + System.getProperty("java.home"),
                String.join(" ", system("os.name"), system("os.version"), system("os.arch"))
            };
        }

        static String number() {
            return Main.class.getModule().getDescriptor().rawVersion().orElse("(not packaged)");
        }

        private static String system(String property) {
            return System.getProperty(property);
        }
    }
}
