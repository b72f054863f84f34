package millrace.regex.analysis;

import java.util.List;

/** A pattern as a tree. Each node knows where it stands in the pattern, in UTF-16 units. */
sealed interface Node {

    int from();

    int to();

    /** One character out of a set. */
    record Chars(CodePoints set, int from, int to) implements Node {
    }

    /** All of them in turn; none at all matches the empty text. */
    record Sequence(List<Node> parts, int from, int to) implements Node {
    }

    /** The first that leads to a match. */
    record Choice(List<Node> options, int from, int to) implements Node {
    }

    enum Greed { GREEDY, LAZY, POSSESSIVE }

    /** @param max {@link #UNBOUNDED} or a count */
    record Repeat(Node body, int min, int max, Greed greed, int from, int to) implements Node {
    }

    /** @param number from 1 on in the order of opening brackets; 0 when it captures nothing */
    record Group(Node body, int number, String name, int from, int to) implements Node {
    }

    /** Once matched, never tried in another way. */
    record Atomic(Node body, int from, int to) implements Node {
    }

    record Look(Node body, boolean ahead, boolean negative, int from, int to) implements Node {
    }

    /** @param ignoreCase whether letters match in either case */
    record BackReference(int number, boolean ignoreCase, int from, int to) implements Node {
    }

    enum Place {
        INPUT_BEGIN, LINE_BEGIN, INPUT_END, LINE_END,
        /** The end, or in front of a last line terminator. */
        LAST_LINE_END,
        WORD_BOUNDARY, NO_WORD_BOUNDARY, LAST_MATCH_END
    }

    record Anchor(Place place, int from, int to) implements Node {
    }

    int UNBOUNDED = -1;
    /** What counts count to at most: larger ones are as good as unbounded. */
    int LARGEST_COUNT = 1_000_000;

    static Node empty(int at) {
        return new Sequence(List.of(), at, at);
    }

    /** What stands inside it, one level down. */
    default List<Node> children() {
        return switch (this) {
            case Chars c -> List.of();
            case BackReference b -> List.of();
            case Anchor a -> List.of();
            case Sequence s -> s.parts();
            case Choice c -> c.options();
            case Repeat r -> List.of(r.body());
            case Group g -> List.of(g.body());
            case Atomic a -> List.of(a.body());
            case Look l -> List.of(l.body());
        };
    }

    /** Whether it can match without taking a character. */
    default boolean nullable() {
        return switch (this) {
            case Chars c -> false;
            case BackReference b -> true;
            case Anchor a -> true;
            case Look l -> true;
            case Sequence s -> s.parts().stream().allMatch(Node::nullable);
            case Choice c -> c.options().stream().anyMatch(Node::nullable);
            case Repeat r -> r.min() == 0 || r.body().nullable();
            case Group g -> g.body().nullable();
            case Atomic a -> a.body().nullable();
        };
    }
}
