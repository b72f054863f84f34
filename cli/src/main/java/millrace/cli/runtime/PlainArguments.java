package millrace.cli.runtime;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads the arguments of {@code runtime} when there is nothing remarkable about them, which is nearly always: picocli
 * costs 70 to 110 ms of start-up. At the first doubt (an unknown option, a missing value, a cry for help) it gives up,
 * and picocli reads them again, to explain. What both understand, both understand alike: a test compares them.
 */
final class PlainArguments {
    /** Every spelling of an option that takes a value, and the one it is kept under. */
    private static final Map<String, String> OPTIONS = Map.of(
            "-i", "-i",
            "--instances", "-i",
            "-n", "-n",
            "--name", "-n",
            "--poller", "--poller",
            "--scheduling", "--scheduling",
            "--cwd", "--cwd",
            "--interpreter-args", "--interpreter-args");

    private final Map<String, String> values = new HashMap<>();
    private String app;

    private PlainArguments() {}

    /**
     * @param words what stands between the word {@code runtime} and {@code --}
     * @param args what stands after that
     * @return {@code null} if picocli should look at it
     */
    static RuntimeOptions read(List<String> words, List<String> args) {
        PlainArguments plain = new PlainArguments();
        return plain.readAll(words) && plain.app != null ? plain.options(args) : null;
    }

    private boolean readAll(List<String> words) {
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            if (!word.startsWith("-")) {
                if (app != null || unusual(word)) {
                    return false;
                }
                app = word;
                continue;
            }
            int equals = word.startsWith("--") ? word.indexOf('=') : -1;
            if (equals < 0 && i + 1 == words.size()) {
                return false;
            }
            String option = OPTIONS.get(equals < 0 ? word : word.substring(0, equals));
            String value = equals < 0 ? words.get(++i) : word.substring(equals + 1);
            // Each option once, and with a value that cannot be another option.
            if (option == null || unusual(value) || value.startsWith("-") || values.put(option, value) != null) {
                return false;
            }
        }
        return true;
    }

    /** Nothing, or what picocli may strip or read as the name of a file with arguments. */
    private static boolean unusual(String word) {
        return word.isEmpty() || word.startsWith("\"") || word.startsWith("@");
    }

    private RuntimeOptions options(List<String> args) {
        return new RuntimeOptions(
                app,
                values.get("-i"),
                values.get("-n"),
                values.get("--poller"),
                values.get("--scheduling"),
                values.get("--cwd"),
                values.get("--interpreter-args"),
                args);
    }
}
