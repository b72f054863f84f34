package millrace.regex;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import millrace.regex.analysis.LinearForm;

/**
 * A regular expression that ends: what {@link Pattern} means, without its power to hang a thread.
 *
 * <p>A pattern that means the same in RE2 runs there, in time linear to the input ({@link LinearForm}). Any other runs
 * in {@code java.util.regex}. Both count the characters they look at, and a match beyond {@link RegexLimits} ends in
 * {@link RegexBudgetExceeded}; so does one that overflows the stack.
 *
 * <p>Immutable, and safe for any number of threads; a {@link SafeMatcher} is for one.
 */
public final class SafeRegex {
    private static final int ALL_FLAGS = Pattern.CASE_INSENSITIVE | Pattern.MULTILINE | Pattern.DOTALL
            | Pattern.UNICODE_CASE | Pattern.COMMENTS | Pattern.UNIX_LINES | Pattern.UNICODE_CHARACTER_CLASS;

    private final Pattern pattern;
    private final RegexLimits limits;
    /** Null where RE2 would mean something else. */
    private final LinearForm form;
    private final com.google.re2j.Pattern linear;

    private SafeRegex(Pattern pattern, RegexLimits limits, LinearForm form) {
        this.pattern = pattern;
        this.limits = limits;
        this.form = form;
        this.linear = form == null ? null : com.google.re2j.Pattern.compile(form.text());
    }

    /** @throws PatternSyntaxException as {@link Pattern#compile(String)} does */
    public static SafeRegex compile(String pattern) {
        return compile(pattern, 0, RegexLimits.defaults());
    }

    /** @param flags those of {@link Pattern} */
    public static SafeRegex compile(String pattern, int flags) {
        return compile(pattern, flags, RegexLimits.defaults());
    }

    /**
     * @param flags those of {@link Pattern}
     * @throws PatternSyntaxException as {@link Pattern#compile(String, int)} does, and for a pattern that could run for
     *     hours without reading a character, such as {@code (?:|a?|b?){30}}
     */
    public static SafeRegex compile(String pattern, int flags, RegexLimits limits) {
        Pattern compiled = compiled(pattern, flags);
        if ((flags & ~ALL_FLAGS) != 0) {
            return new SafeRegex(compiled, limits, null);
        }
        String letters = letters(flags);
        Optional<LinearForm> form = LinearForm.of(pattern, letters);
        if (form.isEmpty() && LinearForm.idles(pattern, letters)) {
            throw new PatternSyntaxException("The pattern can match nothing in too many ways to be safe; leave out "
                    + "empty alternatives inside of repetitions", pattern, -1);
        }
        return new SafeRegex(compiled, limits, form.orElse(null));
    }

    private static Pattern compiled(String pattern, int flags) {
        try {
            return Pattern.compile(pattern, flags);
        } catch (StackOverflowError deep) {
            throw new PatternSyntaxException("The pattern is nested too deeply", pattern, -1);
        }
    }

    private static String letters(int flags) {
        if (flags == 0) {
            return "";
        }
        StringBuilder letters = new StringBuilder();
        Map<Integer, Character> names = Map.of(Pattern.CASE_INSENSITIVE, 'i', Pattern.MULTILINE, 'm', Pattern.DOTALL,
                's', Pattern.UNICODE_CASE, 'u', Pattern.COMMENTS, 'x', Pattern.UNIX_LINES, 'd',
                Pattern.UNICODE_CHARACTER_CLASS, 'U');
        names.forEach((flag, letter) -> letters.append((flags & flag) != 0 ? letter.toString() : ""));
        return letters.toString();
    }

    /** Whether it runs in RE2 on any input, where a single look for a match takes time in proportion to its length. */
    public boolean linear() {
        return form != null && !form.asciiOnly() && !form.noFinalLineEnd();
    }

    public String pattern() {
        return pattern.pattern();
    }

    /** @throws RegexBudgetExceeded if the input is longer than allowed */
    public SafeMatcher matcher(CharSequence input) {
        String text = text(input);
        return new SafeMatcher(text, run(text), pattern.namedGroups());
    }

    private String text(CharSequence input) {
        if (input.length() > limits.maxInputLength()) {
            throw new RegexBudgetExceeded(RegexBudgetExceeded.Limit.INPUT_LENGTH, "The input has " + input.length()
                    + " characters, more than the " + limits.maxInputLength() + " that are allowed");
        }
        return input.toString();
    }

    private Run run(String text) {
        long maxSteps = limits.maxSteps(text.length());
        if (linear == null || !means(text)) {
            return new BudgetedRun(pattern, text, maxSteps);
        }
        return form.possible(text) ? new LinearRun(linear, pattern(), text, maxSteps) : Run.NOTHING;
    }

    /** Whether both libraries say the same of this input. */
    private boolean means(String text) {
        boolean ascii = true;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            ascii &= c < 128;
            boolean paired = !Character.isSurrogate(c) || Character.isHighSurrogate(c) && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(++i));
            if (!paired) {
                return false;
            }
        }
        char last = text.isEmpty() ? 'a' : text.charAt(text.length() - 1);
        boolean lineEnd = last == '\n' || last == '\r' || last == '\u0085' || last == '\u2028' || last == '\u2029';
        return (ascii || !form.asciiOnly()) && !(lineEnd && form.noFinalLineEnd());
    }

    /** Whether it matches all of the input. */
    public boolean matches(CharSequence input) {
        return run(text(input)).match(Run.Kind.WHOLE);
    }

    /** Whether it matches somewhere in the input. */
    public boolean find(CharSequence input) {
        return run(text(input)).match(Run.Kind.NEXT);
    }

    /** As {@link java.util.regex.Matcher#replaceAll(String)}. */
    public String replaceAll(CharSequence input, String replacement) {
        return matcher(input).replaceAll(replacement);
    }

    /** As {@link Pattern#split(CharSequence)}. */
    public String[] split(CharSequence input) {
        SafeMatcher matcher = matcher(input);
        String text = input.toString();
        List<String> parts = new ArrayList<>();
        int from = 0;
        while (matcher.find()) {
            boolean emptyAtBegin = matcher.end() == 0;
            if (!emptyAtBegin) {
                parts.add(text.substring(from, matcher.start()));
                from = matcher.end();
            }
        }
        if (parts.isEmpty()) {
            return new String[] {text};
        }
        parts.add(text.substring(from));
        while (!parts.isEmpty() && parts.getLast().isEmpty()) {
            parts.removeLast();
        }
        return parts.toArray(String[]::new);
    }

    @Override
    public String toString() {
        return pattern.pattern();
    }
}
