package millrace.cli;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code millrace lint} and its two verbs. */
@Command(
        name = "lint",
        header = "Finds in sources what blocks an event loop.",
        customSynopsis = {"millrace lint regex [OPTIONS] PATTERN|FILE...", "       millrace lint blocking [OPTIONS] FILE..."},
        commandListHeading = "%nWhat it looks for:%n",
        optionListHeading = "%n",
        description = {
            "",
            "Reads JavaScript and TypeScript (.js .cjs .mjs .jsx .ts .tsx .mts .cts; needs node) and Java. A folder is "
                    + "walked, without node_modules, target and .git in it."
        },
        footer = {
            "",
            "Exit codes: 0 nothing found; 1 something found; 2 a file could not be read, or the command makes no sense.",
            "",
            "Examples:",
            "  millrace lint regex '(a+)+$'            one pattern",
            "  millrace lint regex src --json          for CI",
            "  millrace lint blocking src app.js       blocking calls in request handlers",
        })
final class LintCommand {
    @Option(
            names = {"-h", "--help"},
            usageHelp = true,
            description = "Shows this text.")
    private boolean help;

    /** What both verbs share. */
    private abstract static class Verb implements Callable<Integer> {
        @Spec
        CommandSpec spec;

        @Option(names = "--json", description = "One JSON document, for programs; docs/lint.md says what is in it.")
        boolean json;

        @Option(
                names = {"-h", "--help"},
                usageHelp = true,
                description = "Shows this text.")
        boolean help;

        /** Of the terminal, if it is one. */
        int columns() {
            return spec.usageMessage().autoWidth(true).width();
        }
    }

    @Command(
            name = "regex",
            header = "Regular expressions that take too long over some input.",
            customSynopsis = "millrace lint regex [OPTIONS] PATTERN|FILE...",
            sortOptions = false,
            description = {
                "",
                "Says of each pattern whether a backtracking engine (V8, java.util.regex) takes linear, polynomial or "
                        + "exponential time, and proves it with an input that was run.",
                ""
            },
            footer = {"", "Exit codes: 0 none is dangerous; 1 at least one is; 2 something could not be read."})
    static final class Regex extends Verb {
        @Parameters(
                paramLabel = "PATTERN|FILE",
                arity = "1..*",
                description = {
                    "A file or folder that exists is read, and the patterns in its code are taken out. Anything else is a "
                            + "pattern, as /.../flags or bare. - reads patterns from standard input, one a line."
                })
        private List<String> arguments;

        @Option(
                names = "--dialect",
                paramLabel = "js|java",
                description = "The syntax of patterns on the command line. Default: js.")
        private String dialect = "js";

        @Option(names = "--all", description = "Shows the harmless patterns too, and those not decided.")
        private boolean all;

        @Override
        public Integer call() throws Exception {
            return new LintRegex(arguments, dialect, all).run(json, columns());
        }
    }

    @Command(
            name = "blocking",
            header = "Blocking calls in request handlers.",
            customSynopsis = "millrace lint blocking [OPTIONS] FILE...",
            sortOptions = false,
            description = {
                "",
                "Finds synchronous calls of Node's core and blocking calls of Java in functions that an event loop runs "
                        + "for each request, and in what they call in the same file; names what to write instead.",
                ""
            },
            footer = {"", "Exit codes: 0 none; 1 at least one; 2 something could not be read."})
    static final class Blocking extends Verb {
        @Parameters(paramLabel = "FILE", arity = "1..*", description = "Files and folders.")
        private List<String> arguments;

        @Option(
                names = {"-cp", "--class-path"},
                paramLabel = "PATH",
                description = "Where the types are that Java sources use; without it they are known by their imports.")
        private String classPath = "";

        @Option(names = "--all", description = "Shows calls too that are done in microseconds as a rule.")
        private boolean all;

        @Override
        public Integer call() throws Exception {
            return new LintBlocking(arguments, classPath, all).run(json, columns());
        }
    }
}
