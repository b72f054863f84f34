package millrace.regex.analysis;

/**
 * A recipe for inputs on which a pattern is slow: {@code prefix + pump × n + suffix}.
 *
 * @param whole whether the pattern must be asked to match the whole input ({@code Matcher.matches}); else searching
 *     for it ({@code Matcher.find}, {@code RegExp.prototype.test}) is slow
 */
public record Attack(String prefix, String pump, String suffix, boolean whole) {

    /** The input with {@code repetitions} pumps. */
    public String string(int repetitions) {
        return prefix + pump.repeat(repetitions) + suffix;
    }

    /** The longest such input of at most {@code length} UTF-16 units, with at least one pump. */
    public String ofLength(int length) {
        return string(Math.max(1, (length - prefix.length() - suffix.length()) / pump.length()));
    }
}
