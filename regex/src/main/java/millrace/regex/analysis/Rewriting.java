package millrace.regex.analysis;

import java.util.List;
import java.util.function.UnaryOperator;

/** Trees made of trees. */
final class Rewriting {
    private Rewriting() {
    }

    /** The tree with each node replaced by what {@code change} makes of it, children first. */
    static Node each(Node node, UnaryOperator<Node> change) {
        return change.apply(switch (node) {
            case Node.Chars c -> c;
            case Node.BackReference b -> b;
            case Node.Anchor a -> a;
            case Node.Sequence s -> new Node.Sequence(all(s.parts(), change), s.from(), s.to());
            case Node.Choice c -> new Node.Choice(all(c.options(), change), c.from(), c.to());
            case Node.Repeat r -> new Node.Repeat(each(r.body(), change), r.min(), r.max(), r.greed(), r.from(),
                    r.to());
            case Node.Group g -> new Node.Group(each(g.body(), change), g.number(), g.name(), g.from(), g.to());
            case Node.Atomic a -> new Node.Atomic(each(a.body(), change), a.from(), a.to());
            case Node.Look l -> new Node.Look(each(l.body(), change), l.ahead(), l.negative(), l.from(), l.to());
        });
    }

    private static List<Node> all(List<Node> nodes, UnaryOperator<Node> change) {
        return nodes.stream().map(node -> each(node, change)).toList();
    }
}
