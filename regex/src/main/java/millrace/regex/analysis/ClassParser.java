package millrace.regex.analysis;

import java.util.ArrayList;
import java.util.List;

/** Character classes in brackets: those of JavaScript, of its flag v, and of Java. */
final class ClassParser {
    private final Syntax syntax;
    private final Cursor cursor;
    EscapeParser escapes;
    /** Texts of more than one character out of {@code \q{…}}, in the class that is being read. */
    private List<String> texts = new ArrayList<>();

    ClassParser(Syntax syntax) {
        this.syntax = syntax;
        this.cursor = syntax.cursor;
    }

    /** The opening bracket has been taken. */
    Node parse(int from) {
        texts = new ArrayList<>();
        CodePoints set = set(from);
        Node chars = new Node.Chars(set, from, cursor.at);
        if (texts.isEmpty()) {
            return chars;
        }
        List<Node> options = new ArrayList<>();
        texts.sort((one, other) -> other.length() - one.length());
        for (String text : texts) {
            options.add(new Node.Sequence(text.codePoints()
                    .mapToObj(c -> (Node) syntax.chars(CodePoints.of(c), from)).toList(), from, cursor.at));
        }
        options.add(chars);
        return new Node.Choice(options, from, cursor.at);
    }

    private CodePoints set(int from) {
        syntax.down();
        boolean negated = cursor.take("^");
        CodePoints set = syntax.java() ? javaUnion(from) : syntax.flags.sets() ? setsUnion(from) : plain(from);
        syntax.up();
        return negated ? set.not() : set;
    }

    private CodePoints plain(int from) {
        Gathered set = new Gathered();
        while (!cursor.take("]")) {
            int at = cursor.at;
            int first = member(set, from);
            boolean range = cursor.peek() == '-' && cursor.peek(1) != ']' && cursor.peek(1) != Cursor.END;
            if (!range) {
                set.add(first);
                continue;
            }
            cursor.next();
            int last = member(set, from);
            if (first >= 0 && last >= 0) {
                addRange(set, first, last, at);
            } else if (!syntax.forgiving()) {
                throw cursor.error("A range of sets", at);
            } else {
                set.add(first);
                set.add('-');
                set.add(last);
            }
        }
        return syntax.folded(set.all());
    }

    /** One character; or −1, with the set that stood there added. */
    private int member(Gathered set, int from) {
        int c = cursor.next();
        if (c == Cursor.END) {
            throw cursor.error("Unterminated character class", from);
        }
        if (c != '\\') {
            return c;
        }
        if (cursor.peek() == 'b' && !syntax.java()) {
            cursor.next();
            return 8;
        }
        CodePoints named = escapes.set();
        if (named != null) {
            set.add(named);
            return -1;
        }
        return escapes.characters.parse(true);
    }

    private void addRange(Gathered set, int first, int last, int at) {
        if (last < first) {
            throw cursor.error("Range out of order in character class", at);
        }
        set.add(CodePoints.range(first, last));
    }

    private CodePoints javaUnion(int from) {
        Gathered set = new Gathered();
        CodePoints left = null;
        boolean empty = true;
        while (true) {
            skipBlanks();
            if (cursor.peek() == ']' && !empty) {
                cursor.next();
                CodePoints right = syntax.folded(set.all());
                return left == null ? right : set.isEmpty() ? left : left.and(right);
            }
            if (cursor.take("&&")) {
                CodePoints right = syntax.folded(set.all());
                left = left == null ? right : set.isEmpty() ? left : left.and(right);
                set = new Gathered();
                // Any further ampersands in a row change nothing.
                while (cursor.take("&")) {
                    left = left.or(CodePoints.NONE);
                }
            } else if (cursor.take("[")) {
                set.add(set(from));
            } else if (cursor.take("\\Q")) {
                quoted(set);
            } else {
                javaMember(set, from);
            }
            empty = false;
        }
    }

    private void quoted(Gathered set) {
        while (cursor.peek() != Cursor.END && !cursor.take("\\E")) {
            set.add(cursor.next());
        }
    }

    private void javaMember(Gathered set, int from) {
        int at = cursor.at;
        int first = member(set, from);
        skipBlanks();
        boolean range = first >= 0 && cursor.peek() == '-' && cursor.peek(1) != '[' && cursor.peek(1) != ']'
                && cursor.peek(1) != Cursor.END && !cursor.sees("-&&");
        if (!range) {
            set.add(first);
            return;
        }
        cursor.next();
        skipBlanks();
        int last = member(set, from);
        if (last < 0) {
            throw cursor.error("A range of sets", at);
        }
        addRange(set, first, last, at);
    }

    private void skipBlanks() {
        while (syntax.flags.comments() && cursor.peek() != Cursor.END
                && CharacterSets.JAVA_SPACE.contains(cursor.peek())) {
            cursor.next();
        }
    }

    /** With flag v: nested classes, texts, and either a union or differences or intersections. */
    private CodePoints setsUnion(int from) {
        Gathered set = new Gathered();
        CodePoints left = null;
        while (!cursor.take("]")) {
            boolean minus = cursor.take("--");
            if (minus || cursor.take("&&")) {
                left = left == null ? syntax.folded(set.all()) : left;
                Gathered right = new Gathered();
                operand(right, from);
                CodePoints other = syntax.folded(right.all());
                left = minus ? left.minus(other) : left.and(other);
                continue;
            }
            if (left != null) {
                throw cursor.error("Operators of sets do not mix");
            }
            operand(set, from);
        }
        return left == null ? syntax.folded(set.all()) : left;
    }

    private void operand(Gathered set, int from) {
        int at = cursor.at;
        if (cursor.take("[")) {
            set.add(set(from));
            return;
        }
        if (cursor.take("\\q{")) {
            for (String text : cursor.takeUntil('}', "text").split("\\|", -1)) {
                if (text.codePointCount(0, text.length()) == 1) {
                    set.add(text.codePointAt(0));
                } else {
                    texts.add(text);
                }
            }
            return;
        }
        if ("()[]{}/-|".indexOf(cursor.peek()) >= 0) {
            throw cursor.error("A character that must be escaped in a class");
        }
        int first = member(set, from);
        if (first < 0 || cursor.peek() != '-' || cursor.peek(1) == '-') {
            set.add(first);
            return;
        }
        cursor.next();
        int last = member(set, from);
        if (last < 0) {
            throw cursor.error("A range of sets", at);
        }
        addRange(set, first, last, at);
    }

    /** A set in the making. */
    private static final class Gathered {
        private final List<CodePoints> sets = new ArrayList<>();

        /** Nothing if negative. */
        void add(int c) {
            if (c >= 0) {
                sets.add(CodePoints.of(c));
            }
        }

        void add(CodePoints set) {
            sets.add(set);
        }

        boolean isEmpty() {
            return sets.isEmpty();
        }

        CodePoints all() {
            int[] pairs = sets.stream().flatMapToInt(set -> java.util.Arrays.stream(set.bounds())).toArray();
            return CodePoints.ranges(pairs);
        }
    }
}
