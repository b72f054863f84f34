package millrace.regex.analysis;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import millrace.regex.analysis.Node.Place;

/** What stands after a backslash: anchors, references and sets. */
final class EscapeParser {
    private final Syntax syntax;
    private final Cursor cursor;
    final CharacterEscapes characters;
    /** Places of references by name, with the name: which group it is may only be known at the end. */
    private final Map<Integer, String> byName = new HashMap<>();

    EscapeParser(Syntax syntax, ClassParser classes) {
        this.syntax = syntax;
        this.cursor = syntax.cursor;
        this.characters = new CharacterEscapes(syntax);
        classes.escapes = this;
    }

    /** Outside of a class; the backslash has been taken. */
    Node parse(int from) {
        int c = cursor.peek();
        if (c == Cursor.END) {
            throw cursor.error("\\ at end of pattern");
        }
        Node anchor = anchor(c, from);
        if (anchor != null) {
            return anchor;
        }
        if (c >= '1' && c <= '9') {
            Node reference = numbered(from);
            if (reference != null) {
                return reference;
            }
        }
        if (c == 'k' && (syntax.java() || !syntax.forgiving() || syntax.anyNames)) {
            return named(from);
        }
        if (syntax.java() && c == 'R') {
            cursor.next();
            Node pair = new Node.Sequence(List.of(literal('\r', from), literal('\n', from)), from, cursor.at);
            return new Node.Atomic(new Node.Choice(
                    List.of(pair, new Node.Chars(CharacterSets.VERTICAL_SPACE, from, cursor.at)), from, cursor.at),
                    from, cursor.at);
        }
        if (syntax.java() && c == 'X') {
            cursor.next();
            Node marks = new Node.Chars(CharacterSets.ofProperty("M", Dialect.JAVA, Flags.NONE), from, cursor.at);
            return new Node.Atomic(new Node.Sequence(List.of(new Node.Chars(CodePoints.ALL, from, cursor.at),
                    new Node.Repeat(marks, 0, Node.UNBOUNDED, Node.Greed.GREEDY, from, cursor.at)), from, cursor.at),
                    from, cursor.at);
        }
        CodePoints set = set();
        return set != null ? syntax.chars(set, from) : syntax.chars(CodePoints.of(characters.parse(false)), from);
    }

    private Node literal(int c, int from) {
        return new Node.Chars(CodePoints.of(c), from, cursor.at);
    }

    private Node anchor(int c, int from) {
        Place place = switch (c) {
            case 'b' -> Place.WORD_BOUNDARY;
            case 'B' -> Place.NO_WORD_BOUNDARY;
            case 'A' -> syntax.java() ? Place.INPUT_BEGIN : null;
            case 'z' -> syntax.java() ? Place.INPUT_END : null;
            case 'Z' -> syntax.java() ? Place.LAST_LINE_END : null;
            case 'G' -> syntax.java() ? Place.LAST_MATCH_END : null;
            default -> null;
        };
        if (place == null) {
            return null;
        }
        cursor.next();
        if (syntax.java() && c == 'b') {
            cursor.take("{g}");
        }
        return new Node.Anchor(place, from, cursor.at);
    }

    /** A reference by number; null when the digits are something else. */
    private Node numbered(int from) {
        int start = cursor.at;
        int number;
        if (syntax.java()) {
            // Further digits belong to it as long as there is such a group already.
            number = cursor.next() - '0';
            while (Cursor.digit(cursor.peek(), 10) >= 0 && number * 10 + cursor.peek() - '0' <= syntax.groups) {
                number = number * 10 + cursor.next() - '0';
            }
            return new Node.BackReference(number, syntax.flags.ignoreCase(), from, cursor.at);
        }
        number = cursor.takeNumber(10, 9, Integer.MAX_VALUE / 20);
        if (number <= syntax.allGroups) {
            return new Node.BackReference(number, syntax.flags.ignoreCase(), from, cursor.at);
        }
        if (!syntax.forgiving()) {
            throw cursor.error("There is no group " + number, from);
        }
        cursor.at = start;
        return null;
    }

    private Node named(int from) {
        cursor.next();
        if (!cursor.take("<")) {
            throw cursor.error("\\k is not followed by '<' for a named group", from);
        }
        String name = cursor.takeUntil('>', "name of a group");
        if (syntax.java() && !syntax.names.containsKey(name)) {
            throw cursor.error("There is no group named '" + name + "'", from);
        }
        byName.put(from, name);
        return new Node.BackReference(0, syntax.flags.ignoreCase(), from, cursor.at);
    }

    /** The tree with references by name turned into numbers. */
    Node resolve(Node tree) {
        byName.forEach((from, name) -> {
            if (!syntax.names.containsKey(name)) {
                throw cursor.error("There is no group named '" + name + "'", from);
            }
        });
        return byName.isEmpty() ? tree : Rewriting.each(tree, node -> node instanceof Node.BackReference b
                && byName.containsKey(b.from())
                ? new Node.BackReference(syntax.names.get(byName.get(b.from())), b.ignoreCase(), b.from(), b.to())
                : node);
    }

    /** The set that the escape here names, which is taken; null, and nothing taken, when it is a character. */
    CodePoints set() {
        int c = cursor.peek();
        if ((c == 'p' || c == 'P') && !syntax.forgiving()) {
            cursor.next();
            CodePoints property = property();
            return c == 'P' ? property.not() : property;
        }
        CodePoints set = CharacterSets.ofEscape(c, syntax.dialect, syntax.flags);
        if (set != null) {
            cursor.next();
        }
        return set;
    }

    private CodePoints property() {
        int from = cursor.at;
        String name;
        if (cursor.take("{")) {
            name = cursor.takeUntil('}', "property");
        } else if (syntax.java() && cursor.peek() != Cursor.END) {
            name = Character.toString(cursor.next());
        } else {
            throw cursor.error("Property without a name", from);
        }
        CodePoints set = name.isEmpty() ? null : CharacterSets.ofProperty(name, syntax.dialect, syntax.flags);
        if (set == null) {
            throw cursor.error("There is no property '" + name + "'", from);
        }
        return set;
    }
}
