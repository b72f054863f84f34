package millrace.regex;

import java.util.Map;
import java.util.function.Function;
import java.util.regex.MatchResult;

/**
 * Matches one input, as {@link java.util.regex.Matcher} does. For one thread. Whatever looks for a match may throw
 * {@link RegexBudgetExceeded}; the budget is one for all that is done with a matcher.
 */
public final class SafeMatcher implements MatchResult {
    private final String text;
    private final Run run;
    private final Map<String, Integer> names;
    /** Null when there is no match. */
    private int[] bounds;

    SafeMatcher(String text, Run run, Map<String, Integer> names) {
        this.text = text;
        this.run = run;
        this.names = names;
    }

    private boolean look(Run.Kind kind) {
        bounds = null;
        bounds = run.match(kind) ? run.bounds() : null;
        return bounds != null;
    }

    /** Whether all of the input matches. */
    public boolean matches() {
        return look(Run.Kind.WHOLE);
    }

    /** Whether the begin of the input matches. */
    public boolean lookingAt() {
        return look(Run.Kind.PREFIX);
    }

    /** The next match. */
    public boolean find() {
        return look(Run.Kind.NEXT);
    }

    /** Starts over at the begin of the input, with what is left of the budget. */
    public SafeMatcher reset() {
        bounds = null;
        run.reset();
        return this;
    }

    @Override
    public boolean hasMatch() {
        return bounds != null;
    }

    private int bound(int group, int which) {
        if (bounds == null) {
            throw new IllegalStateException("No match found");
        }
        if (group < 0 || 2 * group >= bounds.length) {
            throw new IndexOutOfBoundsException("No group " + group);
        }
        return bounds[2 * group + which];
    }

    private int number(String name) {
        Integer number = names.get(name);
        if (number == null) {
            throw new IllegalArgumentException("No group with name <" + name + ">");
        }
        return number;
    }

    @Override
    public int start() {
        return start(0);
    }

    @Override
    public int start(int group) {
        return bound(group, 0);
    }

    @Override
    public int end() {
        return end(0);
    }

    @Override
    public int end(int group) {
        return bound(group, 1);
    }

    @Override
    public String group() {
        return group(0);
    }

    @Override
    public String group(int group) {
        return start(group) < 0 ? null : text.substring(start(group), end(group));
    }

    @Override
    public String group(String name) {
        return group(number(name));
    }

    /** Of the last match; the pattern's own number once something has matched. */
    @Override
    public int groupCount() {
        if (bounds == null) {
            throw new IllegalStateException("No match found");
        }
        return bounds.length / 2 - 1;
    }

    @Override
    public Map<String, Integer> namedGroups() {
        return names;
    }

    /** Replaces each match by what {@code replacer} makes of it, taken literally. */
    public String replaceAll(Function<MatchResult, String> replacer) {
        reset();
        StringBuilder result = new StringBuilder();
        int from = 0;
        while (find()) {
            result.append(text, from, start()).append(replacer.apply(this));
            from = end();
        }
        return result.append(text, from, text.length()).toString();
    }

    /** With {@code $1}, <code>${name}</code> and {@code \} as in {@link java.util.regex.Matcher#replaceAll(String)}. */
    public String replaceAll(String replacement) {
        return replaceAll(match -> Replacement.expand(replacement, match));
    }

    /** Replaces the first match only. */
    public String replaceFirst(String replacement) {
        reset();
        return find() ? text.substring(0, start()) + Replacement.expand(replacement, this) + text.substring(end())
                : text;
    }
}
