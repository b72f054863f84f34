package millrace.cli.manage;

import java.util.List;
import java.util.Map;

/**
 * A command line, understood.
 *
 * @param targets what stands beside the verb and is no option
 * @param options by option, its value; an empty text where it has none
 * @param rest what stands after {@code --}: for the app
 */
record Command(Verb verb, List<String> targets, Map<Option, String> options, List<String> rest) {
    boolean has(Option option) {
        return options.containsKey(option);
    }

    /** {@code null}: not given. */
    String value(Option option) {
        return options.get(option);
    }

    /** The n-th target, else something else. */
    String target(int index, String otherwise) {
        return index < targets.size() ? targets.get(index) : otherwise;
    }
}
