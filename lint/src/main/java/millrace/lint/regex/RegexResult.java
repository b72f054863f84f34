package millrace.lint.regex;

import millrace.lint.source.Facts;
import millrace.regex.analysis.Verdict;

/**
 * What is said of one pattern.
 *
 * @param text the pattern; its place is null when it stood on the command line
 * @param verdict null when the pattern could not be analysed
 * @param problem why not; else null
 */
public record RegexResult(Facts.PatternText text, Verdict verdict, String problem) {

    public boolean dangerous() {
        return verdict != null && verdict.dangerous();
    }
}
