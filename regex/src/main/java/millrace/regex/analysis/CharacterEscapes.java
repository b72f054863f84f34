package millrace.regex.analysis;

/** Escapes that stand for one character, outside and inside of character classes. */
final class CharacterEscapes {
    private final Syntax syntax;
    private final Cursor cursor;

    CharacterEscapes(Syntax syntax) {
        this.syntax = syntax;
        this.cursor = syntax.cursor;
    }

    /** The character that the escape here stands for. */
    int parse(boolean inClass) {
        int from = cursor.at;
        if (cursor.peek() == Cursor.END) {
            throw cursor.error("\\ at end of pattern");
        }
        int c = cursor.next();
        return switch (c) {
            case 't' -> '\t';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 'f' -> '\f';
            case 'v' -> 11;
            case 'c' -> control(from, inClass);
            case 'x' -> hexadecimal(from);
            case 'u' -> unicode(from);
            case '0' -> zero(from);
            default -> other(c, from, inClass);
        };
    }

    private int other(int c, int from, boolean inClass) {
        if (syntax.java()) {
            return switch (c) {
                case 'a' -> 7;
                case 'e' -> 27;
                case 'N' -> characterName(from);
                default -> {
                    if (Cursor.letter(c) || Cursor.digit(c, 10) >= 0) {
                        throw cursor.error("There is no escape \\" + (char) c, from);
                    }
                    yield c;
                }
            };
        }
        if (syntax.forgiving()) {
            if (c == 'k' && syntax.anyNames) {
                throw cursor.error("\\k is not followed by '<' for a named group", from);
            }
            if (c >= '1' && c <= '7') {
                cursor.at = from;
                return cursor.takeNumber(8, 3, 255);
            }
            return c;
        }
        boolean allowed = inClass && (c == 'b' || c == '-') || "^$\\.*+?()[]{}|/".indexOf(c) >= 0
                || inClass && syntax.flags.sets() && "&-!#%,:;<=>@`~".indexOf(c) >= 0;
        if (!allowed) {
            throw cursor.error("There is no such escape", from);
        }
        return inClass && c == 'b' ? 8 : c;
    }

    private int control(int from, boolean inClass) {
        int c = cursor.peek();
        if (Cursor.letter(c) || syntax.java() && c != Cursor.END
                || inClass && syntax.forgiving() && (Cursor.digit(c, 10) >= 0 || c == '_')) {
            cursor.next();
            return syntax.java() ? c ^ 64 : c % 32;
        }
        if (!syntax.forgiving()) {
            throw cursor.error("\\c without a letter", from);
        }
        cursor.at = from;
        return '\\';
    }

    private int hexadecimal(int from) {
        if (syntax.java() && cursor.take("{")) {
            return braced(from);
        }
        int value = cursor.takeHex(2);
        if (value < 0 && !syntax.forgiving()) {
            throw cursor.error("\\x without two digits", from);
        }
        return value < 0 ? 'x' : value;
    }

    private int unicode(int from) {
        if (!syntax.java() && !syntax.forgiving() && cursor.take("{")) {
            return braced(from);
        }
        int value = cursor.takeHex(4);
        if (value < 0) {
            if (!syntax.forgiving()) {
                throw cursor.error("\\u without four digits", from);
            }
            return 'u';
        }
        boolean pair = !syntax.forgiving() && Character.isHighSurrogate((char) value) && cursor.sees("\\u");
        if (pair) {
            int before = cursor.at;
            cursor.at += 2;
            int low = cursor.takeHex(4);
            if (low >= 0 && Character.isLowSurrogate((char) low)) {
                return Character.toCodePoint((char) value, (char) low);
            }
            cursor.at = before;
        }
        return value;
    }

    private int braced(int from) {
        int value = cursor.takeNumber(16, 64, Character.MAX_CODE_POINT);
        if (value < 0 || !cursor.take("}")) {
            throw cursor.error("Not the number of a character", from);
        }
        return value;
    }

    private int zero(int from) {
        if (syntax.java()) {
            int value = cursor.takeNumber(8, 3, 255);
            if (value < 0) {
                throw cursor.error("\\0 without octal digits", from);
            }
            return value;
        }
        if (syntax.forgiving()) {
            cursor.at = from;
            return cursor.takeNumber(8, 3, 255);
        }
        if (Cursor.digit(cursor.peek(), 10) >= 0) {
            throw cursor.error("\\0 followed by a digit", from);
        }
        return 0;
    }

    private int characterName(int from) {
        if (!cursor.take("{")) {
            throw cursor.error("\\N without a name", from);
        }
        String name = cursor.takeUntil('}', "name of a character");
        try {
            return Character.codePointOf(name);
        } catch (IllegalArgumentException unknown) {
            throw cursor.error("There is no character named '" + name + "'", from);
        }
    }
}
