package millrace.regex.analysis;

import java.util.List;

/**
 * What was run to find out whether a pattern is slow.
 *
 * @param proven whether an attack was seen to grow faster than its input, at a real cost
 * @param runs what was measured with the attack; empty when there was none worth it
 * @param reason one sentence: what was seen, or why nothing is proven
 */
public record Proof(boolean proven, List<Run> runs, String reason) {

    /** Who ran an attack. */
    public enum Engine {
        /** The step-counting matcher of this package, which backtracks as V8 and PCRE do, without memory. */
        BACKTRACKING,
        /** {@link java.util.regex} of the running JDK, under a step budget. */
        JDK,
        /** The {@code node} on the path, with a time limit. */
        NODE
    }

    /** How a run ended. */
    public enum Ending {
        MATCH, NO_MATCH,
        /** It was stopped at its limit of steps or time: what it would have cost is at least what is stated. */
        STOPPED,
        /** The engine gave up with an error of its own, such as an overflow of its stack. */
        FAILED
    }

    /**
     * @param length of the attack string in UTF-16 units
     * @param steps of the engine; −1 where it does not count them
     * @param timeNanos wall time; in Node, time of the processor
     */
    public record Run(Engine engine, int length, long steps, long timeNanos, Ending ending) {
    }

    public Proof {
        runs = List.copyOf(runs);
    }
}
