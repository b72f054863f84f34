package millrace.lint.report;

import java.util.List;
import millrace.lint.blocking.BlockingFinding;
import millrace.lint.source.Place;

/** Findings of {@code lint blocking} for people: each with the way from the handler to the call. */
public final class BlockingText {
    private final Ink ink;
    private final int width;

    public BlockingText(Ink ink, int width) {
        this.ink = ink;
        this.width = width;
    }

    public String finding(BlockingFinding finding) {
        StringBuilder text = new StringBuilder();
        String kind = finding.brief() ? "blocks briefly" : "blocks the loop";
        text.append(ink.strong(finding.place().toString())).append(": ")
                .append(finding.brief() ? kind : ink.bad(kind)).append(": ").append(finding.api()).append('\n');
        String indent = "  ";
        boolean first = true;
        for (BlockingFinding.Step step : finding.chain()) {
            String name = step.function().isEmpty() ? "(anonymous)" : step.function();
            String words = first ? "handler " + handler(finding, step) : "└ " + name;
            text.append(step(indent, words, step.place(), finding));
            indent = first ? indent : indent + "  ";
            first = false;
        }
        text.append(step(indent, "└ " + finding.call(), finding.place(), finding));
        text.append(Wrapping.labelled("  ", "instead ", finding.counterpart(), width));
        return text.toString();
    }

    private static String handler(BlockingFinding finding, BlockingFinding.Step step) {
        String name = step.function();
        return name.isEmpty() || finding.handler().contains(name) ? finding.handler() : finding.handler() + ", " + name;
    }

    /** Line numbers stand in one column as long as the names before them are short. */
    private String step(String indent, String words, Place place, BlockingFinding finding) {
        String left = indent + words;
        int column = Math.min(48, Math.max(30, width - 30));
        String gap = " ".repeat(Math.max(2, column - left.length()));
        boolean here = place.file().equals(finding.place().file());
        return left + ink.faint(gap + (here ? "line " + place.line() : place.toString())) + "\n";
    }

    /** The last line. */
    public String summary(List<BlockingFinding> findings, int files, int handlers, int problems) {
        long blocking = findings.stream().filter(each -> !each.brief()).count();
        String what = Words.count(blocking, "blocking call") + " in " + Words.count(handlers, "handler") + " of "
                + Words.count(files, "file");
        String rest = problems == 0 ? "" : ", " + Words.count(problems, "file") + " not read";
        return (blocking == 0 ? ink.good(what) : ink.bad(what)) + rest + "\n";
    }
}
