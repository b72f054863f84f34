package millrace.regex.pcre;

import java.util.Collections;

/** One pass over a pattern: alternatives, groups, quantifiers, and places that match nothing. */
final class Translator {
    private static final int MAX_DEPTH = 250;

    private final Reader reader;
    private final StringBuilder out;
    private final Escapes escapes;
    private final Classes classes;
    private final Groups groups;
    private Switches switches;
    private int depth;

    Translator(String pattern, Switches switches, int allGroups) {
        this.switches = switches;
        this.reader = new Reader(pattern);
        this.out = reader.out;
        this.escapes = new Escapes(reader, allGroups);
        this.classes = new Classes(reader, escapes);
        this.groups = new Groups(reader, allGroups);
    }

    JavaForm translate() throws PcreSyntaxException {
        out.append(switches.java().isEmpty() ? "" : switches.java(false));
        choice();
        if (reader.peek() == ')') {
            throw reader.error("unmatched closing parenthesis");
        }
        return new JavaForm(out.toString(), groups.count, Collections.unmodifiableMap(groups.names));
    }

    private void choice() throws PcreSyntaxException {
        Switches outside = switches;
        if (++depth > MAX_DEPTH) {
            throw reader.error("parentheses are too deeply nested");
        }
        sequence();
        while (reader.take("|")) {
            out.append('|');
            sequence();
        }
        depth--;
        switches = outside;
    }

    private void sequence() throws PcreSyntaxException {
        while (true) {
            skipBlanks();
            int c = reader.peek();
            if (c == Reader.END || c == '|' || c == ')') {
                return;
            }
            if (reader.take("\\E")) {
                continue;
            }
            if (reader.take("\\Q")) {
                quoted();
                continue;
            }
            if (atom()) {
                quantifier();
            }
        }
    }

    /** Literal text; a quantifier after it belongs to its last character. */
    private void quoted() throws PcreSyntaxException {
        while (reader.peek() != Reader.END && !reader.take("\\E")) {
            reader.literal(reader.next());
            if (reader.take("\\E")) {
                quantifier();
                return;
            }
        }
    }

    /** False when it is nothing that could be repeated. */
    private boolean atom() throws PcreSyntaxException {
        int from = reader.at;
        int c = reader.next();
        switch (c) {
            case '(' -> {
                return bracket(from);
            }
            case '[' -> classes.translate();
            case '\\' -> {
                boolean place = "bBAzZG".indexOf(reader.peek()) >= 0 && reader.peek() != Reader.END;
                escape();
                return !place;
            }
            case '^', '$' -> {
                out.append((char) c);
                return false;
            }
            case '.' -> out.append('.');
            case '*', '+', '?' -> throw reader.error("quantifier does not follow a repeatable item", reader.at - 1);
            default -> {
                reader.at = from;
                if (c == '{' && braces() != null) {
                    throw reader.error("quantifier does not follow a repeatable item", reader.at - 1);
                }
                reader.literal(reader.next());
            }
        }
        return true;
    }

    private void escape() throws PcreSyntaxException {
        int c = reader.peek();
        if (escapes.set()) {
            return;
        }
        switch (c) {
            case 'b', 'B', 'A', 'z', 'Z', 'G', 'R', 'X' -> out.append('\\').append((char) reader.next());
            case 'N' -> written("[^\\x{a}]");
            case 'C' -> written("[\\x{0}-\\x{ff}]");
            case 'K' -> throw reader.error("\\K is not supported");
            case 'k', 'g' -> groups.reference();
            case '1', '2', '3', '4', '5', '6', '7', '8', '9' -> {
                int number = escapes.numberedReference(groups.count);
                if (number > 0) {
                    groups.reference(number);
                } else {
                    reader.literal(escapes.octet(false));
                }
            }
            default -> reader.literal(escapes.octet(false));
        }
    }

    private void written(String java) {
        reader.next();
        out.append(java);
    }

    private boolean bracket(int from) throws PcreSyntaxException {
        if (reader.take("?#")) {
            reader.until(')', "missing ) after (?# comment");
            return false;
        }
        if (reader.peek() == '*') {
            throw reader.error("(*VERB) is not supported");
        }
        Switches outside = switches;
        if (!groups.open(switches.noCapture()) && !switches()) {
            return false;
        }
        choice();
        switches = outside;
        if (!reader.take(")")) {
            throw reader.error("missing closing parenthesis", reader.text.length());
        }
        out.append(')');
        return true;
    }

    /** Letters after {@code (?}; whether a group follows. */
    private boolean switches() throws PcreSyntaxException {
        switches = switches.read(reader);
        boolean group = reader.next() == ':';
        out.append(switches.java(group));
        return group;
    }

    private void quantifier() throws PcreSyntaxException {
        skipBlanks();
        String count = count();
        if (count != null) {
            boolean lazy = reader.take("?");
            boolean possessive = !lazy && reader.take("+");
            out.append(count).append(possessive ? "+" : lazy != switches.ungreedy() ? "?" : "");
        }
    }

    private String count() throws PcreSyntaxException {
        int c = reader.peek();
        if (c == '*' || c == '+' || c == '?') {
            return String.valueOf((char) reader.next());
        }
        return c == '{' ? braces() : null;
    }

    /** Null, and nothing taken, if the brace is only one. */
    private String braces() throws PcreSyntaxException {
        int from = reader.at;
        reader.next();
        int least = reader.number(10, 9);
        boolean comma = reader.take(",");
        int most = comma ? reader.number(10, 9) : least;
        if (least < 0 || !reader.take("}")) {
            reader.at = from;
            return null;
        }
        if (Math.max(least, most) > 65_535) {
            throw reader.error("number too big in {} quantifier");
        }
        if (most >= 0 && most < least) {
            throw reader.error("numbers out of order in {} quantifier", reader.at - 1);
        }
        return "{" + least + (most == least ? "" : "," + (most < 0 ? "" : most)) + "}";
    }

    private void skipBlanks() {
        while (switches.extended() && reader.peek() != Reader.END) {
            if (reader.peek() == '#') {
                int end = reader.text.indexOf('\n', reader.at);
                reader.at = end < 0 ? reader.text.length() : end + 1;
            } else if (" \t\n\u000b\f\r".indexOf(reader.peek()) >= 0) {
                reader.next();
            } else {
                return;
            }
        }
    }
}
