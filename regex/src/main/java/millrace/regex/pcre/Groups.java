package millrace.regex.pcre;

import java.util.LinkedHashMap;
import java.util.Map;

/** Numbers and names of groups, and references to them. */
final class Groups {
    private static final String NO_SUCH_GROUP = "reference to non-existent subpattern";

    private final Reader reader;
    /** Of the whole pattern. */
    private final int all;
    final Map<String, Integer> names = new LinkedHashMap<>();
    int count;

    Groups(Reader reader, int all) {
        this.reader = reader;
        this.all = all;
    }

    /** Writes how a group begins; false, with {@code (?} taken, if switches follow. A bracket has been taken. */
    boolean open(boolean noCapture) throws PcreSyntaxException {
        if (!reader.take("?")) {
            count += noCapture ? 0 : 1;
            reader.out.append(noCapture ? "(?:" : "(");
            return true;
        }
        for (String kind : new String[] {":", "=", "!", "<=", "<!", ">"}) {
            if (reader.take(kind)) {
                reader.out.append("(?").append(kind);
                return true;
            }
        }
        if (reader.take("<") || reader.take("P<")) {
            named('>');
            return true;
        }
        if (reader.take("'")) {
            named('\'');
            return true;
        }
        if (reader.take("P=")) {
            reader.out.append("(?:");
            reference(number(name(')')));
            reader.at--;
            return true;
        }
        refuse();
        return false;
    }

    private void refuse() throws PcreSyntaxException {
        int c = reader.peek();
        boolean recursion = c == 'R' || c == '&' || reader.take("P>") || Reader.digit(c, 10) >= 0
                || (c == '+' || c == '-') && Reader.digit(reader.peek(1), 10) >= 0;
        if (recursion) {
            throw reader.error("recursion and subroutine calls are not supported");
        }
        if (c == '(' || c == '|' || c == 'C') {
            throw reader.error(c == '(' ? "conditional groups are not supported"
                    : c == '|' ? "branch reset groups are not supported" : "callouts are not supported");
        }
    }

    private void named(char end) throws PcreSyntaxException {
        String name = name(end);
        if (names.put(name, ++count) != null) {
            throw reader.error("two named subpatterns have the same name (PCRE2_DUPNAMES not set)");
        }
        reader.out.append('(');
    }

    private String name(char end) throws PcreSyntaxException {
        if (Reader.digit(reader.peek(), 10) >= 0) {
            throw reader.error("subpattern name must start with a non-digit");
        }
        int from = reader.at;
        while (Reader.alphanumeric(reader.peek()) || reader.peek() == '_') {
            reader.next();
        }
        if (reader.at == from) {
            throw reader.error("subpattern name expected");
        }
        if (reader.peek() != end) {
            throw reader.error("syntax error in subpattern name (missing terminator?)");
        }
        reader.next();
        return reader.text.substring(from, reader.at - 1);
    }

    private int number(String name) throws PcreSyntaxException {
        Integer number = names.get(name);
        if (number == null) {
            throw reader.error(NO_SUCH_GROUP);
        }
        return number;
    }

    /** {@code \k<name>}, {@code \g{name}}, {@code \g{-1}}, {@code \g2} and their like. */
    void reference() throws PcreSyntaxException {
        boolean byName = reader.next() == 'k';
        int open = reader.peek();
        boolean braces = open == '{' || byName && (open == '<' || open == '\'');
        if (braces) {
            reader.next();
        } else if (byName) {
            throw reader.error("\\k is not followed by a braced, angle-bracketed, or quoted name");
        }
        int sign = byName ? 0 : reader.take("-") ? -1 : reader.take("+") ? 1 : 0;
        int number = byName ? -1 : reader.number(10, 9);
        if (number < 0) {
            if (!braces || sign != 0) {
                throw reader.error("a numbered reference must not be zero");
            }
            reference(number(name(open == '{' ? '}' : open == '<' ? '>' : '\'')));
            return;
        }
        if (braces && !reader.take("}")) {
            throw reader.error("\\g is not followed by a braced, angle-bracketed, or quoted name/number or by a plain "
                    + "number");
        }
        reference(sign < 0 ? count - number + 1 : sign > 0 ? count + number : number);
    }

    void reference(int number) throws PcreSyntaxException {
        if (number < 1 || number > all) {
            throw reader.error(NO_SUCH_GROUP, reader.at - 1);
        }
        // A digit that follows must not become part of it.
        reader.out.append("(?:\\").append(number).append(')');
    }
}
