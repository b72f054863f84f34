package millrace.regex.pcre;

/**
 * What {@code (?imsxnU)} has switched on so far.
 *
 * @param java letters that mean the same in Java: {@code i}, {@code m}, {@code s}
 * @param extended {@code x}: blanks and comments in the pattern mean nothing
 * @param noCapture {@code n}: plain brackets do not capture
 * @param ungreedy {@code U}: quantifiers are lazy unless a question mark follows
 */
record Switches(String java, boolean extended, boolean noCapture, boolean ungreedy) {
    static final Switches NONE = new Switches("", false, false, false);

    /** The letters up to a colon or a closing bracket, which is not taken. */
    Switches read(Reader reader) throws PcreSyntaxException {
        Switches now = reader.take("^") ? NONE : this;
        boolean on = true;
        while (reader.peek() != ')' && reader.peek() != ':') {
            int letter = reader.next();
            if (letter == '-' && on) {
                on = false;
                continue;
            }
            if (letter == Reader.END || "imsxnUJ".indexOf(letter) < 0) {
                throw reader.error(letter == Reader.END ? "missing closing parenthesis"
                        : "unrecognized character after (? or (?-", letter == Reader.END ? reader.at : reader.at - 1);
            }
            now = now.with((char) letter, on);
        }
        return now;
    }

    Switches with(char letter, boolean on) {
        return switch (letter) {
            case 'x' -> new Switches(java, on, noCapture, ungreedy);
            case 'n' -> new Switches(java, extended, on, ungreedy);
            case 'U' -> new Switches(java, extended, noCapture, on);
            case 'J' -> this;
            default -> new Switches(java.replace(String.valueOf(letter), "") + (on ? letter : ""), extended, noCapture,
                    ungreedy);
        };
    }

    /** As Java switches, for the rest of the group or for one that begins here. */
    String java(boolean group) {
        StringBuilder off = new StringBuilder();
        for (char letter : new char[] {'i', 'm', 's'}) {
            off.append(java.indexOf(letter) < 0 ? letter : "");
        }
        return "(?" + java + (off.isEmpty() ? "" : "-" + off) + (group ? ":" : ")");
    }
}
