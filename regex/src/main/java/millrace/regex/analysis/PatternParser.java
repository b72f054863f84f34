package millrace.regex.analysis;

import java.util.ArrayList;
import java.util.List;
import millrace.regex.analysis.Node.Greed;
import millrace.regex.analysis.Node.Place;

/** Pattern text to tree: alternatives, sequences, quantifiers and brackets. */
final class PatternParser {
    private final Syntax syntax;
    private final Cursor cursor;
    private final EscapeParser escapes;
    private final ClassParser classes;

    private PatternParser(Syntax syntax) {
        this.syntax = syntax;
        this.cursor = syntax.cursor;
        this.classes = new ClassParser(syntax);
        this.escapes = new EscapeParser(syntax, classes);
    }

    static ParsedPattern parse(String pattern, String flags, Dialect dialect) {
        Syntax syntax = new Syntax(pattern, dialect, Flags.of(flags, dialect, pattern));
        Flags global = syntax.flags;
        PatternParser parser = new PatternParser(syntax);
        Node tree = parser.choice();
        if (syntax.cursor.peek() != Cursor.END) {
            throw syntax.cursor.error("Unmatched ')'");
        }
        tree = parser.escapes.resolve(tree);
        boolean all = dialect == Dialect.JAVASCRIPT && flags.indexOf('g') >= 0;
        return new ParsedPattern(pattern, dialect, global, all, tree, syntax.groups, syntax.names);
    }

    private Node choice() {
        int from = cursor.at;
        Flags outside = syntax.flags;
        syntax.down();
        List<Node> options = new ArrayList<>();
        options.add(sequence());
        while (cursor.take("|")) {
            options.add(sequence());
        }
        syntax.up();
        syntax.flags = outside;
        return options.size() == 1 ? options.getFirst() : new Node.Choice(List.copyOf(options), from, cursor.at);
    }

    private Node sequence() {
        int from = cursor.at;
        List<Node> parts = new ArrayList<>();
        while (true) {
            skipComments();
            int c = cursor.peek();
            if (c == Cursor.END || c == '|' || c == ')') {
                break;
            }
            if (syntax.java() && cursor.take("\\Q")) {
                quoted(parts);
            } else {
                Node atom = atom();
                if (atom != null) {
                    parts.add(quantified(atom));
                }
            }
        }
        return parts.size() == 1 ? parts.getFirst() : new Node.Sequence(List.copyOf(parts), from, cursor.at);
    }

    /** Literal text up to {@code \E}; a quantifier after it belongs to its last character. */
    private void quoted(List<Node> parts) {
        while (cursor.peek() != Cursor.END && !cursor.sees("\\E")) {
            int from = cursor.at;
            Node character = syntax.chars(CodePoints.of(cursor.next()), from);
            if (cursor.sees("\\E") && cursor.take("\\E")) {
                parts.add(quantified(character));
                return;
            }
            parts.add(character);
        }
        cursor.take("\\E");
    }

    /** Null when it was a switch of flags, which is nothing to repeat. */
    private Node atom() {
        int from = cursor.at;
        int c = cursor.next();
        return switch (c) {
            case '(' -> bracket(from);
            case '[' -> classes.parse(from);
            case '\\' -> escapes.parse(from);
            case '.' -> new Node.Chars(CharacterSets.dot(syntax.dialect, syntax.flags), from, cursor.at);
            case '^' -> new Node.Anchor(syntax.flags.multiLine() ? Place.LINE_BEGIN : Place.INPUT_BEGIN, from,
                    cursor.at);
            case '$' -> new Node.Anchor(dollar(), from, cursor.at);
            case '*', '+', '?' -> throw cursor.error("Nothing to repeat", from);
            case '{' -> {
                cursor.at = from;
                if (!syntax.forgiving() || braces() != null) {
                    throw cursor.error("Nothing to repeat", from);
                }
                yield syntax.chars(CodePoints.of(cursor.next()), from);
            }
            case ']', '}' -> {
                if (!syntax.java() && !syntax.forgiving()) {
                    throw cursor.error("Lone bracket", from);
                }
                yield syntax.chars(CodePoints.of(c), from);
            }
            default -> syntax.chars(CodePoints.of(c), from);
        };
    }

    private Place dollar() {
        return syntax.flags.multiLine() ? Place.LINE_END : syntax.java() ? Place.LAST_LINE_END : Place.INPUT_END;
    }

    private Node bracket(int from) {
        if (!cursor.take("?")) {
            int number = ++syntax.groups;
            return closed(new Node.Group(choice(), number, null, from, cursor.at), from);
        }
        if (cursor.take(":")) {
            return closed(new Node.Group(choice(), 0, null, from, cursor.at), from);
        }
        if (cursor.take("=")) {
            return closed(new Node.Look(choice(), true, false, from, cursor.at), from);
        }
        if (cursor.take("!")) {
            return closed(new Node.Look(choice(), true, true, from, cursor.at), from);
        }
        if (cursor.take("<=")) {
            return closed(new Node.Look(choice(), false, false, from, cursor.at), from);
        }
        if (cursor.take("<!")) {
            return closed(new Node.Look(choice(), false, true, from, cursor.at), from);
        }
        if (cursor.take("<")) {
            String name = cursor.takeUntil('>', "name of a group");
            int number = ++syntax.groups;
            syntax.name(name, number, from);
            return closed(new Node.Group(choice(), number, name, from, cursor.at), from);
        }
        if (syntax.java() && cursor.take(">")) {
            return closed(new Node.Atomic(choice(), from, cursor.at), from);
        }
        return modifiers(from);
    }

    /** Takes the closing bracket, and makes it part of the node. */
    private Node closed(Node open, int from) {
        if (!cursor.take(")")) {
            throw cursor.error("Unterminated group", from);
        }
        return switch (open) {
            case Node.Group g -> new Node.Group(g.body(), g.number(), g.name(), from, cursor.at);
            case Node.Look l -> new Node.Look(l.body(), l.ahead(), l.negative(), from, cursor.at);
            case Node.Atomic a -> new Node.Atomic(a.body(), from, cursor.at);
            default -> open;
        };
    }

    private Node modifiers(int from) {
        Flags outside = syntax.flags;
        boolean on = true;
        while (cursor.peek() != ')' && cursor.peek() != ':') {
            int letter = cursor.next();
            if (letter == '-' && on) {
                on = false;
                continue;
            }
            boolean known = letter > 0 && (syntax.java() ? "idmsuxU" : "ims").indexOf(letter) >= 0;
            if (!known) {
                throw cursor.error("Unknown kind of group", from);
            }
            syntax.flags = syntax.flags.with((char) letter, on, syntax.dialect);
        }
        if (syntax.java() && cursor.take(")")) {
            return null;
        }
        if (!cursor.take(":")) {
            throw cursor.error("Unknown kind of group", from);
        }
        Node body = choice();
        syntax.flags = outside;
        return closed(new Node.Group(body, 0, null, from, cursor.at), from);
    }

    private Node quantified(Node atom) {
        skipComments();
        int from = cursor.at;
        int[] counts = counts();
        if (counts == null) {
            return atom;
        }
        boolean place = !syntax.java() && (atom instanceof Node.Anchor
                || atom instanceof Node.Look look && (!look.ahead() || !syntax.forgiving()));
        if (place) {
            throw cursor.error("Nothing to repeat", from);
        }
        Greed greed = cursor.take("?") ? Greed.LAZY
                : syntax.java() && cursor.take("+") ? Greed.POSSESSIVE : Greed.GREEDY;
        if (!syntax.java() && "*+?".indexOf(cursor.peek()) >= 0 && cursor.peek() != Cursor.END) {
            throw cursor.error("Nothing to repeat");
        }
        return new Node.Repeat(atom, counts[0], counts[1], greed, atom.from(), cursor.at);
    }

    private int[] counts() {
        if (cursor.take("*")) {
            return new int[] {0, Node.UNBOUNDED};
        }
        if (cursor.take("+")) {
            return new int[] {1, Node.UNBOUNDED};
        }
        if (cursor.take("?")) {
            return new int[] {0, 1};
        }
        int[] counts = cursor.peek() == '{' ? braces() : null;
        if (counts == null && cursor.peek() == '{' && !syntax.forgiving()) {
            throw cursor.error("Incomplete quantifier");
        }
        return counts;
    }

    /** Takes {@code {n}}, {@code {n,}} or {@code {n,m}}; null, and nothing taken, when it is none. */
    private int[] braces() {
        int start = cursor.at;
        cursor.at++;
        int min = count();
        int max = min;
        if (min >= 0 && cursor.take(",")) {
            max = cursor.peek() == '}' ? Node.UNBOUNDED : count();
            if (max < 0 && cursor.peek() != '}') {
                min = -1;
            }
        }
        if (min < 0 || !cursor.take("}")) {
            cursor.at = start;
            return null;
        }
        if (max >= 0 && max < min) {
            throw cursor.error("Numbers out of order in quantifier", start);
        }
        return new int[] {min, max};
    }

    private int count() {
        int value = -1;
        while (Cursor.digit(cursor.peek(), 10) >= 0) {
            value = Math.min(Math.max(value, 0) * 10 + Cursor.digit(cursor.next(), 10), Node.LARGEST_COUNT);
        }
        return value;
    }

    private void skipComments() {
        while (syntax.flags.comments() && cursor.peek() != Cursor.END) {
            if (cursor.peek() == '#') {
                while (cursor.peek() != Cursor.END && !CharacterSets.lineEnds(syntax.dialect, syntax.flags)
                        .contains(cursor.peek())) {
                    cursor.next();
                }
            } else if (CharacterSets.JAVA_SPACE.contains(cursor.peek())) {
                cursor.next();
            } else {
                return;
            }
        }
    }
}
