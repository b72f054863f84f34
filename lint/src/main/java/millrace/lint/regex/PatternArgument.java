package millrace.lint.regex;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import millrace.lint.source.Facts;
import millrace.regex.analysis.Dialect;

/** A pattern as it is typed: {@code /…/flags}, or bare. */
public final class PatternArgument {
    /** Greedy up to the last slash; what follows it are flags only if they are letters that can be. */
    private static final Pattern LITERAL = Pattern.compile("/(.+)/([a-zA-Z]*)", Pattern.DOTALL);

    private PatternArgument() {}

    public static Facts.PatternText read(String typed, Dialect dialect) {
        Matcher literal = LITERAL.matcher(typed);
        return literal.matches()
                ? new Facts.PatternText(literal.group(1), literal.group(2), dialect, null)
                : new Facts.PatternText(typed, "", dialect, null);
    }
}
