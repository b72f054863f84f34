package millrace.regex.analysis;

/**
 * Patterns that can match nothing in very many ways, as {@code (?:|a?|b?){30}}. {@code java.util.regex} runs through
 * these without looking at a character, so that a count of characters read does not stop it.
 */
final class EmptyLoops {
    private static final double MOST_WAYS = 100;
    private static final double MOST_ROUNDS = 1_000;

    private EmptyLoops() {
    }

    static boolean in(Node node) {
        return ways(node) > MOST_WAYS || rounds(node) > MOST_ROUNDS
                || node.children().stream().anyMatch(EmptyLoops::in);
    }

    /** In how many ways it matches nothing. */
    private static double ways(Node node) {
        return switch (node) {
            case Node.Chars c -> 0;
            case Node.BackReference b -> 1;
            case Node.Anchor a -> 1;
            case Node.Look l -> 1;
            case Node.Atomic a -> Math.min(1, ways(a.body()));
            case Node.Group g -> ways(g.body());
            case Node.Sequence s -> s.parts().stream().mapToDouble(EmptyLoops::ways).reduce(1, (a, b) -> a * b);
            case Node.Choice c -> c.options().stream().mapToDouble(EmptyLoops::ways).sum();
            case Node.Repeat r -> {
                // Beyond the count it must reach, an iteration that takes nothing is the last.
                double once = ways(r.body());
                double needed = Math.pow(once, Math.min(r.min(), 1_000));
                yield r.max() == r.min() ? needed : needed * (1 + once);
            }
        };
    }

    /** How many iterations of nothing it can be made to count. */
    private static double rounds(Node node) {
        double inside = node.children().stream().mapToDouble(EmptyLoops::rounds).max().orElse(1);
        return node instanceof Node.Repeat repeat && repeat.body().nullable()
                ? inside * Math.max(1, repeat.min()) : inside;
    }
}
