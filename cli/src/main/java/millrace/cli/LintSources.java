package millrace.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import millrace.lint.LintException;
import millrace.lint.SourceReader;
import millrace.lint.report.Ink;
import millrace.lint.source.Facts;
import millrace.lint.source.SourceFiles;
import millrace.manager.program.SearchPath;

/** The sources that a lint was given, read. */
record LintSources(List<Facts> facts, List<Facts> problems) {

    static LintSources read(SourceFiles sources, List<Path> classPath, LintOutput output) throws Failure {
        List<Path> files = sources.files();
        SourceReader reader = new SourceReader(SearchPath.ofEnvironment().find("node"), classPath);
        Runnable progress = output.progress("read", files.size());
        try {
            List<Facts> all = reader.read(files, file -> progress.run());
            List<Facts> problems = new ArrayList<>(sources.unreadable());
            all.stream().filter(each -> each.problem() != null).forEach(problems::add);
            return new LintSources(all.stream().filter(each -> each.problem() == null).toList(), problems);
        } catch (LintException e) {
            throw Failure.usage(e.getMessage());
        } finally {
            output.endProgress();
        }
    }

    static void add(SourceFiles sources, Path path) throws Failure {
        try {
            sources.add(path);
        } catch (IOException e) {
            throw Failure.usage(path + " cannot be read: " + e.getMessage());
        }
    }

    String problemText(Ink ink) {
        StringBuilder text = new StringBuilder();
        for (Facts each : problems) {
            text.append(ink.strong(each.place().toString())).append(": not read: ").append(each.problem()).append('\n');
        }
        return text.toString();
    }

    /** What is found matters more than what could not be read. */
    int exitCode(boolean found) {
        if (found) {
            return Failure.FAILED;
        }
        return problems.isEmpty() ? 0 : Failure.USAGE;
    }
}
