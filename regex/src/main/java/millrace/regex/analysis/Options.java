package millrace.regex.analysis;

/**
 * Limits of an analysis. All are bounds on work, so that a verdict does not depend on the speed of the machine.
 *
 * @param maxStates of the automaton built from a pattern; larger patterns are cut down or {@link Complexity#UNKNOWN}
 * @param maxSearchSteps spent looking for ambiguities in the automaton
 * @param maxMatchSteps spent on trying attacks in the backtracking matcher, in all
 * @param attackLength UTF-16 units at which an attack must be expensive
 * @param dangerousSteps steps of the backtracking matcher at that length from which on a pattern is called dangerous
 * @param jdk whether to run a proven attack against {@code java.util.regex} as well, and let that decide for patterns of
 *     Java: there a step is a character looked at, and an eighth of {@code dangerousSteps} is dangerous
 */
public record Options(int maxStates, long maxSearchSteps, long maxMatchSteps, int attackLength, long dangerousSteps,
        boolean jdk) {

    /** The steps that take V8 about a second: what the default calls dangerous at 50,000 characters. */
    public static final long STEPS_OF_A_SECOND = 1_600_000_000L;

    public static Options defaults() {
        return new Options(1_500, 3_000_000, 60_000_000, 50_000, STEPS_OF_A_SECOND, true);
    }

    public Options withJdk(boolean run) {
        return new Options(maxStates, maxSearchSteps, maxMatchSteps, attackLength, dangerousSteps, run);
    }
}
