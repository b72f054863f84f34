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
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import millrace.lint.regex.PatternArgument;
import millrace.lint.regex.RegexLint;
import millrace.lint.regex.RegexResult;
import millrace.lint.report.LintJson;
import millrace.lint.report.RegexText;
import millrace.lint.source.Facts;
import millrace.lint.source.SourceFiles;
import millrace.manager.program.SearchPath;
import millrace.regex.analysis.Dialect;

/** {@code millrace lint regex}. */
final class LintRegex {
    /** As a pattern it could do no harm, so nobody asks about it: it is the name of a file that is not there. */
    private static final Pattern LIKE_A_PATH = Pattern.compile("[\\w./@-]*");
    private static final Pattern LITERAL = Pattern.compile("/[^/]+/[a-z]*");

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
        if (path != null && !argument.isEmpty() && Files.exists(path)) {
            LintSources.add(sources, path);
        } else if (LIKE_A_PATH.matcher(argument).matches() && !LITERAL.matcher(argument).matches()) {
            throw Failure.usage("\"" + argument + "\": there is no such file. If it is a pattern, write /" + argument + "/");
        } else {
            addPattern(argument);
        }
    }

    private void addPattern(String typed) {
        patterns.add(PatternArgument.read(typed, dialect));
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
        LintOutput output = new LintOutput(columns);
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
            String found = text.results(shown).stream().map(each -> each + "\n").collect(Collectors.joining());
            output.print(read.problemText(output.ink()) + found + text.summary(results, files, read.problems().size()));
        }
        boolean refused = results.stream().anyMatch(each -> each.text().place() == null && each.problem() != null);
        int code = read.exitCode(results.stream().anyMatch(RegexResult::dangerous));
        return code == 0 && refused ? Failure.USAGE : code;
    }

    /** Who types a pattern wants to hear of it, whatever it is. */
    private boolean isShown(RegexResult result) {
        return all || result.dangerous() || result.text().place() == null;
    }
}
