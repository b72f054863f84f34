package millrace.cli;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import millrace.lint.blocking.BlockingFinding;
import millrace.lint.blocking.BlockingLint;
import millrace.lint.report.BlockingText;
import millrace.lint.report.LintJson;
import millrace.lint.source.Facts;
import millrace.lint.source.SourceFiles;

/** {@code millrace lint blocking}. */
final class LintBlocking {
    private final boolean all;
    private final List<Path> classPath;
    private final SourceFiles sources = new SourceFiles();

    LintBlocking(List<String> arguments, String classPath, boolean all) throws Failure {
        this.all = all;
        this.classPath = Arrays.stream(classPath.split(File.pathSeparator))
                .filter(each -> !each.isEmpty()).map(Path::of).toList();
        for (String argument : arguments) {
            Path path = Path.of(argument);
            if (argument.isEmpty() || !Files.exists(path)) {
                throw Failure.usage("\"" + argument + "\": there is no such file");
            }
            LintSources.add(sources, path);
        }
    }

    int run(boolean json, int columns) throws Failure {
        LintOutput output = new LintOutput(columns);
        LintSources read = LintSources.read(sources, classPath, output);
        BlockingLint lint = new BlockingLint();
        List<BlockingFinding> findings = new ArrayList<>();
        int handlers = 0;
        for (Facts each : read.facts()) {
            handlers += (int) each.handlers().stream().mapToInt(Facts.Handler::function).distinct().count();
            lint.check(each).stream().filter(finding -> all || !finding.brief()).forEach(findings::add);
        }
        int files = sources.files().size();
        if (json) {
            output.print(LintJson.blocking(findings, files, handlers, read.problems()));
        } else {
            BlockingText text = new BlockingText(output.ink(), output.width());
            String found = findings.stream().map(each -> text.finding(each) + "\n").collect(Collectors.joining());
            output.print(read.problemText(output.ink()) + found
                    + text.summary(findings, files, handlers, read.problems().size()));
        }
        return read.exitCode(findings.stream().anyMatch(each -> !each.brief()));
    }
}
