package millrace.regex.analysis;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;

/** What the parts of a parser share while they go over one pattern: place, flags, and the groups met so far. */
final class Syntax {
    /** Groups inside groups beyond this are not followed: parser and analysis go down by recursion. */
    private static final int MAX_DEPTH = 200;

    final Cursor cursor;
    final Dialect dialect;
    final Map<String, Integer> names = new HashMap<>();
    Flags flags;
    /** Capturing groups opened so far. */
    int groups;
    /** Of the whole pattern: in JavaScript what an escape means depends on what comes later. */
    int allGroups;
    boolean anyNames;
    private int depth;

    Syntax(String pattern, Dialect dialect, Flags flags) {
        this.cursor = new Cursor(pattern, dialect == Dialect.JAVA || flags.unicode());
        this.dialect = dialect;
        this.flags = flags;
        lookAhead(pattern);
    }

    boolean java() {
        return dialect == Dialect.JAVA;
    }

    /** Whether JavaScript's forgiving rules hold, those of patterns without the flags u and v. */
    boolean forgiving() {
        return !java() && !flags.unicode();
    }

    void down() {
        if (++depth > MAX_DEPTH) {
            throw new TooLarge("groups are nested deeper than " + MAX_DEPTH);
        }
    }

    void up() {
        depth--;
    }

    /** A node for a set in the flags that hold here. */
    Node.Chars chars(CodePoints set, int from) {
        return new Node.Chars(folded(set), from, cursor.at);
    }

    CodePoints folded(CodePoints set) {
        return flags.ignoreCase() ? CaseFolding.close(set, java() && !flags.unicodeCase()) : set;
    }

    void name(String name, int number, int at) {
        boolean letters = !name.isEmpty() && name.codePoints().allMatch(this::nameCharacter)
                && nameStart(name.codePointAt(0));
        if (!letters) {
            throw cursor.error("'" + name + "' is not a name for a group", at);
        }
        if (names.putIfAbsent(name, number) != null) {
            throw cursor.error("There are two groups named '" + name + "'", at);
        }
    }

    private boolean nameStart(int c) {
        return java() ? Cursor.letter(c) : Character.isUnicodeIdentifierStart(c) || c == '_' || c == '$';
    }

    private boolean nameCharacter(int c) {
        return java() ? Cursor.letter(c) || Cursor.digit(c, 10) >= 0
                : Character.isUnicodeIdentifierPart(c) && !Character.isIdentifierIgnorable(c) || c == '_' || c == '$'
                        || c == 0x200c || c == 0x200d;
    }

    private void lookAhead(String pattern) {
        if (java()) {
            return;
        }
        boolean inClass = false;
        for (int i = 0; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            if (c == '\\') {
                i++;
            } else if (c == '[') {
                inClass = true;
            } else if (c == ']') {
                inClass = false;
            } else if (c == '(' && !inClass) {
                boolean named = pattern.startsWith("(?<", i) && !pattern.startsWith("(?<=", i)
                        && !pattern.startsWith("(?<!", i);
                anyNames |= named;
                allGroups += named || !pattern.startsWith("(?", i) ? 1 : 0;
            }
        }
    }

    /** References by name to groups that may come later, to be looked at in the end. */
    final HashSet<String> wanted = new HashSet<>();
}
