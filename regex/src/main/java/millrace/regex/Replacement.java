package millrace.regex;

import java.util.regex.MatchResult;

/** Texts with references to groups in them. */
final class Replacement {
    private Replacement() {
    }

    static String expand(String replacement, MatchResult match) {
        StringBuilder result = new StringBuilder();
        for (int i = 0; i < replacement.length(); i++) {
            char c = replacement.charAt(i);
            if (c == '\\') {
                if (++i == replacement.length()) {
                    throw new IllegalArgumentException("character to be escaped is missing");
                }
                result.append(replacement.charAt(i));
            } else if (c == '$') {
                i = reference(replacement, i + 1, match, result);
            } else {
                result.append(c);
            }
        }
        return result.toString();
    }

    /** The answer is the place of its last character. */
    private static int reference(String replacement, int at, MatchResult match, StringBuilder result) {
        if (replacement.startsWith("{", at)) {
            int end = replacement.indexOf('}', at);
            if (end < 0) {
                throw new IllegalArgumentException("named capturing group is missing trailing '}'");
            }
            append(match.group(replacement.substring(at + 1, end)), result);
            return end;
        }
        int number = at < replacement.length() ? Character.digit(replacement.charAt(at), 10) : -1;
        if (number < 0) {
            throw new IllegalArgumentException("Illegal group reference");
        }
        int last = at;
        // Further digits belong to it as long as there is such a group.
        while (last + 1 < replacement.length() && Character.digit(replacement.charAt(last + 1), 10) >= 0) {
            int longer = number * 10 + Character.digit(replacement.charAt(last + 1), 10);
            if (longer > match.groupCount()) {
                break;
            }
            number = longer;
            last++;
        }
        append(match.group(number), result);
        return last;
    }

    private static void append(String group, StringBuilder result) {
        result.append(group == null ? "" : group);
    }
}
