package millrace.lint.javac;

import com.sun.source.tree.AnnotationTree;
import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.ExpressionTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.util.TreePath;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import millrace.lint.source.Facts;
import millrace.regex.analysis.Dialect;

/** Where Java takes a string for a regular expression. */
final class PatternCalls {
    private static final Set<String> OF_STRING =
            Set.of("matches", "replaceAll", "replaceFirst", "split", "splitWithDelimiters");
    private static final Set<String> OF_SCANNER =
            Set.of("useDelimiter", "findInLine", "findWithinHorizon", "skip", "hasNext", "next", "findAll");
    private static final Map<Integer, String> LETTERS = Map.of(
            Pattern.UNIX_LINES, "d",
            Pattern.CASE_INSENSITIVE, "i",
            Pattern.COMMENTS, "x",
            Pattern.MULTILINE, "m",
            Pattern.DOTALL, "s",
            Pattern.UNICODE_CASE, "u",
            Pattern.UNICODE_CHARACTER_CLASS, "U");

    private final Constants constants;
    private final Places places;

    PatternCalls(Constants constants, Places places) {
        this.constants = constants;
        this.places = places;
    }

    /** Adds the pattern of this call, if it has one that is known. */
    void call(TreePath path, MethodInvocationTree call, List<String> owners, String name, List<Facts.PatternText> to) {
        if (call.getArguments().isEmpty()) {
            return;
        }
        boolean compiles = owners.contains("java.util.regex.Pattern") && (name.equals("compile") || name.equals("matches"));
        if (compiles
                || owners.contains("java.lang.String") && OF_STRING.contains(name)
                || owners.contains("java.util.Scanner") && OF_SCANNER.contains(name)) {
            boolean hasFlags = compiles && name.equals("compile") && call.getArguments().size() == 2;
            Integer flags = hasFlags ? constants.number(new TreePath(path, call.getArguments().get(1))) : null;
            add(new TreePath(path, call.getArguments().getFirst()), flags == null ? 0 : flags, to);
        }
    }

    /** {@code @Pattern(regexp = "…")} of Bean Validation, and what is like it. */
    void annotation(TreePath path, AnnotationTree annotation, List<Facts.PatternText> to) {
        for (ExpressionTree argument : annotation.getArguments()) {
            if (argument instanceof AssignmentTree named && named.getVariable().toString().equals("regexp")) {
                add(new TreePath(path, named.getExpression()), 0, to);
            }
        }
    }

    private void add(TreePath argument, int flags, List<Facts.PatternText> to) {
        String pattern = constants.text(argument);
        if (pattern != null && (flags & Pattern.LITERAL) == 0) {
            to.add(new Facts.PatternText(pattern, letters(flags), Dialect.JAVA, places.of(argument.getLeaf())));
        }
    }

    private static String letters(int flags) {
        StringBuilder letters = new StringBuilder();
        LETTERS.forEach((flag, letter) -> letters.append((flags & flag) != 0 ? letter : ""));
        return letters.chars().sorted()
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
