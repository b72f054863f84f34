package millrace.cli.manage;

import java.util.EnumMap;
import java.util.Map;

/** What {@code --help} prints, from the rows of {@link Verb} and {@link Option}. */
final class HelpText {
    private static final int MARGIN = 34;
    private static final Map<Topic, String> TITLES = new EnumMap<>(Map.of(
            Topic.APP, "How the app runs:",
            Topic.EVERY, "How the command goes about it:",
            Topic.LIST, "The list:",
            Topic.LOGS, "The logs:",
            Topic.RUNTIME, "The foreground:",
            Topic.SERVE, "The files:",
            Topic.STARTUP, "The service:"));

    private HelpText() {}

    static String all() {
        StringBuilder text = new StringBuilder("Runs servers on every core, behind one door, and keeps them running.\n\n"
                + "Usage: millrace COMMAND [OPTIONS] [ARGS…]\n\nCommands:\n");
        for (Verb verb : Verb.values()) {
            row(text, verb.word() + " " + verb.arguments, says(verb));
        }
        row(text, "gateway -c nginx.conf", "A reverse proxy by nginx's configuration and options; -h says more.");
        row(text, "bench URL", "Tests a server under load by autocannon's options; -h says more.");
        row(text, "lint regex|blocking PATH…", "Finds in sources what will hold up a server.");
        row(text, "help COMMAND, COMMAND --help", "Says what a command takes.");
        return text + """

                NAME may be an app's name, its namespace, its number in the list, all, or /a regular expression/.
                FILE is a process file: ecosystem.config.js, JSON or YAML.

                Try:  millrace start examples/hello/Hello.java -i max
                      curl localhost:8080
                      millrace logs
                """;
    }

    static String of(Verb verb) {
        StringBuilder text = new StringBuilder(verb.says).append("\n\nUsage: millrace ").append(verb.word());
        text.append(verb.arguments.isEmpty() ? "" : " " + verb.arguments).append(" [OPTIONS]\n");
        if (!verb.aliases.isEmpty()) {
            text.append("Also:  ").append(String.join(", ", verb.aliases)).append('\n');
        }
        for (Topic topic : Topic.values()) {
            if (about(topic, verb)) {
                options(text, topic);
            }
        }
        return text.toString();
    }

    /** What may stand there but says nothing to this verb is not worth reading. */
    private static boolean about(Topic topic, Verb verb) {
        return switch (topic) {
            case EVERY -> true;
            case APP -> switch (verb) {
                case START, RUNTIME, RESTART, RELOAD, START_OR_RESTART, START_OR_RELOAD, SERVE -> true;
                default -> false;
            };
            case LIST, LOGS, RUNTIME, SERVE, STARTUP -> verb.topics.contains(topic);
        };
    }

    private static void options(StringBuilder text, Topic topic) {
        text.append('\n').append(TITLES.get(topic)).append('\n');
        for (Option option : Option.values()) {
            if (option.topic == topic && option.says != null) {
                String letter = option.letter == 0 ? "    " : "-" + option.letter + ", ";
                String value = option.value == null ? "" : option.take == Take.MAYBE
                        ? " [" + option.value + "]"
                        : " " + option.value;
                row(text, letter + option.word() + value, option.says);
            }
        }
    }

    private static String says(Verb verb) {
        return verb.aliases.isEmpty() ? verb.says : verb.says + " (" + String.join(", ", verb.aliases) + ")";
    }

    private static void row(StringBuilder text, String name, String says) {
        text.append("  ").append(name);
        if (name.length() > MARGIN - 2) {
            text.append('\n').append(" ".repeat(MARGIN + 2)).append(says).append('\n');
        } else {
            text.append(" ".repeat(MARGIN - name.length())).append(says).append('\n');
        }
    }
}
