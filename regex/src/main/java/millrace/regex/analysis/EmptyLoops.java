package millrace.regex.analysis;

/**
 * Repetitions by count of what can match nothing, as {@code (?:|a?){30}}. {@code java.util.regex} runs through their ways
 * without looking at a character, so that a count of characters read does not stop it.
 */
final class EmptyLoops {
    /** Rounds, over all levels, that are harmless even when there are several ways in each. */
    private static final long FEW_ROUNDS = 8;

    private EmptyLoops() {
    }

    static boolean in(Node node) {
        return rounds(node) > FEW_ROUNDS;
    }

    private static long rounds(Node node) {
        long most = 1;
        for (Node child : node.children()) {
            most = Math.max(most, rounds(child));
        }
        boolean idle = node instanceof Node.Repeat repeat && repeat.body().nullable() && Math.max(repeat.min(),
                repeat.max()) > 1;
        return idle ? Math.min(Node.LARGEST_COUNT, most * Math.max(((Node.Repeat) node).min(),
                ((Node.Repeat) node).max())) : most;
    }
}
