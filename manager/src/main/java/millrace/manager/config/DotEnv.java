package millrace.manager.config;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code .env} files, read as dotenv does: {@code NAME=value} lines, quotes, comments; nothing is expanded. */
final class DotEnv {
    private static final Pattern ASSIGNMENT = Pattern.compile(
            "[ \\t]*(?:export[ \\t]+)?([A-Za-z_][\\w.-]*)[ \\t]*(?:=|:[ \\t])[ \\t]*"
                    + "(?:'([^']*)'|\"([^\"\\\\]*+(?:\\\\.[^\"\\\\]*+)*+)\"|`([^`]*)`|([^\\n#]*+))[ \\t]*(?:#[^\\n]*)?(?:\\n|\\z)",
            Pattern.DOTALL);
    private static final Pattern EMPTY = Pattern.compile("[ \\t]*(?:#[^\\n]*)?(?:\\n|\\z)");

    private DotEnv() {}

    static Map<String, String> read(String text) throws ConfigException {
        String plain = text.replace("\r\n", "\n").replace("\uFEFF", "");
        Map<String, String> variables = new LinkedHashMap<>();
        int line = 1;
        for (int at = 0; at < plain.length(); ) {
            Matcher empty = EMPTY.matcher(plain).region(at, plain.length());
            Matcher assignment = ASSIGNMENT.matcher(plain).region(at, plain.length());
            Matcher found = empty.lookingAt() ? empty : assignment;
            if (found == assignment) {
                if (!assignment.lookingAt()) {
                    throw new ConfigException("line " + line + " is not NAME=value");
                }
                variables.put(assignment.group(1), value(assignment));
            }
            line += (int) found.group().chars().filter(letter -> letter == '\n').count();
            at = found.end();
        }
        return variables;
    }

    private static String value(Matcher assignment) {
        if (assignment.group(3) != null) {
            return assignment.group(3).replace("\\n", "\n").replace("\\r", "\r").replaceAll("\\\\([\"\\\\$])", "$1");
        }
        for (int quoted : new int[] {2, 4}) {
            if (assignment.group(quoted) != null) {
                return assignment.group(quoted);
            }
        }
        return assignment.group(5).strip();
    }
}
