package millrace.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import millrace.lint.regex.PatternArgument;
import millrace.lint.regex.RegexLint;
import millrace.lint.regex.RegexResult;
import millrace.lint.report.LintJson;
import millrace.lint.report.RegexText;
import millrace.lint.source.Facts;
import millrace.lint.source.Language;
import millrace.lint.source.SourceFiles;
import millrace.regex.analysis.Dialect;

/** {@code millrace lint regex}. */
final class LintRegex {
    private final boolean all;
    private final Dialect dialect;
    private final SourceFiles sources = new SourceFiles();
    private final List<Facts.PatternText> patterns = new ArrayList<>();

    LintRegex(List<String> arguments, String dialect, boolean all) throws Failure, IOException {
        this.all = all;
        this.dialect = switch (dialect) {
            case "js", "javascript" -> Dialect.JAVASCRIPT;
            case "java" -> Dialect.JAVA;
            default -> throw Failure.usage("--dialect is js or java, not " + dialect);
        };
        for (String argument : arguments) {
            sort(argument);
        }
    }

    private void sort(String argument) throws Failure, IOException {
        if (argument.equals("-")) {
            BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
            input.lines().filter(line -> !line.isBlank()).forEach(this::addPattern);
            return;
        }
        Path path = path(argument);
        if (path != null && Files.exists(path)) {
            LintSources.add(sources, path);
        } else if (path != null && path.getFileName() != null && !argument.startsWith("/") && looksLikeSource(path)) {
            throw Failure.usage(argument + ": there is no such file. If it is a pattern, write /" + argument + "/");
        } else {
            addPattern(argument);
        }
    }

    private void addPattern(String typed) {
        patterns.add(PatternArgument.read(typed, dialect));
    }

    private static boolean looksLikeSource(Path path) {
        return Language.of(path).isPresent() && path.toString().matches("[\\w./@-]+");
    }

    /** Null when it cannot be one. */
    private static Path path(String argument) {
        try {
            return Path.of(argument);
        } catch (InvalidPathException e) {
            return null;
        }
    }

    int run(boolean json, int columns) throws Failure, InterruptedException {
        try (LintOutput output = new LintOutput(columns)) {
            LintSources read = LintSources.read(sources, List.of(), output);
            read.facts().forEach(each -> patterns.addAll(each.patterns()));
            Runnable progress = output.progress("analysed", RegexLint.distinct(patterns));
            RegexLint lint = new RegexLint(Runtime.getRuntime().availableProcessors(), SearchPath.ofEnvironment().find("node"));
            List<RegexResult> results = lint.analyse(patterns, progress);
            output.endProgress();
            List<RegexResult> shown = results.stream().filter(this::isShown).toList();
            int files = sources.files().size();
            if (json) {
                output.print(LintJson.regex(shown, results, files, read.problems()));
            } else {
                RegexText text = new RegexText(output.ink(), output.width());
                output.print(read.problemText(output.ink()));
                text.results(shown).forEach(each -> output.print(each + "\n"));
                output.print(text.summary(results, files, read.problems().size()));
            }
            boolean refused = results.stream().anyMatch(each -> each.text().place() == null && each.problem() != null);
            int code = read.exitCode(results.stream().anyMatch(RegexResult::dangerous));
            return code == 0 && refused ? Failure.USAGE : code;
        }
    }

    /** Who types a pattern wants to hear of it, whatever it is. */
    private boolean isShown(RegexResult result) {
        return all || result.dangerous() || result.text().place() == null;
    }
}
