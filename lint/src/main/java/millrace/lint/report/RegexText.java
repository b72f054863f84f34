package millrace.lint.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import millrace.lint.regex.RegexResult;
import millrace.lint.regex.Reproduction;
import millrace.lint.source.Facts;
import millrace.regex.analysis.Attack;
import millrace.regex.analysis.Complexity;
import millrace.regex.analysis.Finding;
import millrace.regex.analysis.Proof;
import millrace.regex.analysis.Verdict;

/** Results of {@code lint regex} for people. */
public final class RegexText {
    private static final String INDENT = "  ";

    private final Ink ink;
    private final int width;

    public RegexText(Ink ink, int width) {
        this.ink = ink;
        this.width = width;
    }

    /** Each pattern once, at the first of its places; the others are named. */
    public List<String> results(List<RegexResult> results) {
        Map<Facts.PatternText, List<RegexResult>> byPattern = new LinkedHashMap<>();
        results.forEach(each -> byPattern.computeIfAbsent(each.text().at(null), text -> new ArrayList<>()).add(each));
        return byPattern.values().stream().map(same -> result(same.getFirst(), same.subList(1, same.size()))).toList();
    }

    private String result(RegexResult result, List<RegexResult> others) {
        StringBuilder text = new StringBuilder();
        String place = result.text().place() == null ? "pattern" : result.text().place().toString();
        text.append(ink.strong(place)).append(": ").append(headline(result)).append('\n');
        others.stream().filter(each -> each.text().place() != null).forEach(each ->
                text.append(ink.strong(each.text().place().toString())).append(ink.faint(": the same")).append('\n'));
        if (result.dangerous()) {
            for (Finding finding : result.verdict().findings()) {
                text.append(marked(result.text(), finding));
            }
            text.append(attack(result));
        } else {
            text.append(INDENT).append(PatternWindow.of(result.text().pattern(), 0, 0, width - 4).shown()).append('\n');
            String reason = result.problem() == null ? result.verdict().proof().reason() : result.problem();
            text.append(Wrapping.labelled(INDENT, "", reason, width));
        }
        return text.toString();
    }

    private String headline(RegexResult result) {
        if (result.problem() != null) {
            return "not analysed";
        }
        String verdict = verdict(result.verdict());
        return result.dangerous() ? ink.bad(verdict) : verdict;
    }

    private static String verdict(Verdict verdict) {
        return switch (verdict.complexity()) {
            case LINEAR -> "linear";
            case POLYNOMIAL -> "polynomial of degree " + verdict.degree()
                    + (verdict.dangerous() ? "" : ", too cheap to be dangerous");
            case EXPONENTIAL -> "exponential";
            case UNKNOWN -> "not decided";
        };
    }

    private String marked(Facts.PatternText text, Finding finding) {
        PatternWindow window = PatternWindow.of(text.pattern(), finding.from(), finding.to(), width - 4);
        return INDENT + INDENT + window.shown() + "\n"
                + INDENT + INDENT + ink.bad(window.marks()) + "\n"
                + Wrapping.labelled(INDENT, "why      ", finding.sentence(), width);
    }

    private String attack(RegexResult result) {
        Verdict verdict = result.verdict();
        Attack attack = verdict.attack();
        String prefix = attack.prefix().isEmpty() ? "" : shortened(attack.prefix()) + " + ";
        String suffix = attack.suffix().isEmpty() ? "" : " + " + shortened(attack.suffix());
        String recipe = prefix + shortened(attack.pump()) + " × n" + suffix
                + (attack.whole() ? ", to match as a whole" : "");
        StringBuilder text = new StringBuilder();
        text.append(Wrapping.labelled(INDENT, "attack   ", recipe, width));
        text.append(measured(verdict));
        // Never broken: it is there to be copied.
        text.append(INDENT).append("try      ").append(ink.strong(Reproduction.line(result.text(), verdict))).append('\n');
        return text.toString();
    }

    private static String shortened(String text) {
        String quoted = Reproduction.quoted(text);
        return quoted.length() <= 40 ? quoted
                : quoted.substring(0, 36) + "…\" (" + Words.number(text.length()) + " characters)";
    }

    /** A row a run: the growth in the engine that counts, at its last three lengths, and what other engines took. */
    private static String measured(Verdict verdict) {
        List<Proof.Run> counted = verdict.proof().runs().stream()
                .filter(run -> run.engine() == Proof.Engine.BACKTRACKING).toList();
        List<Proof.Run> shown = new ArrayList<>(counted.subList(Math.max(0, counted.size() - 3), counted.size()));
        verdict.proof().runs().stream().filter(run -> run.engine() != Proof.Engine.BACKTRACKING).forEach(shown::add);
        StringBuilder rows = new StringBuilder();
        for (Proof.Run run : shown) {
            String label = rows.isEmpty() ? "measured" : "";
            rows.append(INDENT).append(String.format(Locale.ROOT, "%-8s %,6d characters  %12s  %s\n", label, run.length(),
                    cost(run), engine(run)));
        }
        return rows.toString();
    }

    private static String cost(Proof.Run run) {
        String cost = run.engine() == Proof.Engine.BACKTRACKING
                ? Words.number(run.steps())
                : Words.duration(run.timeNanos());
        return switch (run.ending()) {
            case STOPPED -> "> " + cost;
            case FAILED -> "failed";
            case MATCH, NO_MATCH -> cost;
        };
    }

    private static String engine(Proof.Run run) {
        String name = switch (run.engine()) {
            case BACKTRACKING -> "steps of a backtracking engine";
            case JDK -> "in java.util.regex";
            case NODE -> "in node";
        };
        return run.ending() == Proof.Ending.FAILED ? name + ": its stack overflowed" : name;
    }

    /** The last line. */
    public String summary(List<RegexResult> results, int files, int problems) {
        long dangerous = results.stream().filter(RegexResult::dangerous).count();
        long undecided = results.stream().filter(RegexText::undecided).count();
        String what = Words.number(dangerous) + " dangerous of " + Words.count(results.size(), "pattern")
                + (files == 0 ? "" : " in " + Words.count(files, "file"));
        String rest = (undecided == 0 ? "" : ", " + Words.number(undecided) + " not decided (--all shows them)")
                + (problems == 0 ? "" : ", " + Words.count(problems, "file") + " not read");
        return (dangerous == 0 ? ink.good(what) : ink.bad(what)) + rest + "\n";
    }

    private static boolean undecided(RegexResult result) {
        return result.verdict() == null || result.verdict().complexity() == Complexity.UNKNOWN;
    }
}
