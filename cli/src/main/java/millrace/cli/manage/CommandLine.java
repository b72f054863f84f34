package millrace.cli.manage;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import millrace.cli.Failure;
import millrace.manager.program.NearestName;

/** Reads a command line by the rows of {@link Verb} and {@link Option}: options stand before or after anything else. */
final class CommandLine {
    private final List<String> words;
    private final List<String> targets = new ArrayList<>();
    private final Map<Option, String> options = new EnumMap<>(Option.class);
    private List<String> rest = List.of();
    private Verb verb;
    private int at;

    private CommandLine(List<String> words) {
        this.words = words;
    }

    /** @throws Failure for a word that makes no sense, with what may have been meant */
    static Command read(List<String> words) throws Failure {
        CommandLine line = new CommandLine(words);
        line.readAll();
        return line.command();
    }

    /** The word that says what to do, whatever options stand before it; {@code null} when there is none. */
    static String verbOf(List<String> words) {
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            if (!word.startsWith("-")) {
                return word;
            }
            Option option = option(word);
            if (option != null && option.take == Take.VALUE && !word.contains("=")) {
                i++;
            }
        }
        return null;
    }

    private void readAll() throws Failure {
        while (at < words.size()) {
            String word = words.get(at++);
            if (word.equals("--")) {
                rest = List.copyOf(words.subList(at, words.size()));
                return;
            }
            if (number(word) || !word.startsWith("-") || word.equals("-")) {
                argument(word);
            } else {
                option(word, word.startsWith("--") ? word.indexOf('=') : -1);
            }
        }
    }

    /** {@code scale app -1} means a number, and there is no option whose letter is a digit. */
    private static boolean number(String word) {
        return word.length() > 1 && word.charAt(0) == '-' && Character.isDigit(word.charAt(1));
    }

    private void argument(String word) throws Failure {
        if (verb != null) {
            targets.add(word);
            return;
        }
        verb = Verb.of(word);
        if (verb == null) {
            String instead = LeftOut.instead(word);
            throw Failure.of(instead != null
                    ? word + " is left out here. " + instead
                    : "there is no command \"" + word + "\"" + meant(Words.verbs(), word) + ". Try: --help");
        }
    }

    private void option(String word, int equals) throws Failure {
        Option option = option(word);
        if (option == null) {
            throw unknown(equals < 0 ? word : word.substring(0, equals));
        }
        if (equals >= 0) {
            if (option.take == Take.NOTHING) {
                throw Failure.of(option.word() + " takes no value");
            }
            put(option, word.substring(equals + 1));
        } else if (!word.startsWith("--") && word.length() > 2) {
            cluster(option, word);
        } else if (option.take == Take.VALUE) {
            if (at == words.size()) {
                throw Failure.of(option.word() + " needs a value: " + option.word() + " " + option.value);
            }
            put(option, words.get(at++));
        } else {
            put(option, "");
            // Several values of one option are one, separated by spaces.
            while (at < words.size() && option.takes(words.get(at), !targets.isEmpty())) {
                put(option, words.get(at++));
                if (option.take == Take.MAYBE) {
                    return;
                }
            }
        }
    }

    /** {@code -i4} is a value, {@code -fs} are two options. */
    private void cluster(Option first, String word) throws Failure {
        if (first.take != Take.NOTHING) {
            put(first, word.substring(word.charAt(2) == '=' ? 3 : 2));
            return;
        }
        put(first, "");
        option("-" + word.substring(2), -1);
    }

    private void put(Option option, String value) {
        options.merge(option, value, (before, now) -> option.take == Take.NUMBERS && !before.isEmpty()
                ? before + " " + now
                : now);
    }

    private static Option option(String word) {
        if (!word.startsWith("--")) {
            return word.length() > 1 ? Option.ofLetter(word.charAt(1)) : null;
        }
        int equals = word.indexOf('=');
        return Option.ofWord(equals < 0 ? word : word.substring(0, equals));
    }

    private static Failure unknown(String word) {
        String instead = LeftOut.insteadOfOption(word);
        if (instead != null) {
            return Failure.of(word + " is left out here. " + instead);
        }
        List<String> known = Arrays.stream(Option.values()).map(Option::word).toList();
        return Failure.of("unknown option " + word + (word.startsWith("--") ? meant(known, word) : ""));
    }

    private static String meant(List<String> known, String word) {
        return NearestName.among(known, word).map(name -> "; did you mean " + name + "?").orElse("");
    }

    private Command command() throws Failure {
        if (verb == null) {
            throw Failure.of("no command is given. Try: --help");
        }
        boolean help = options.containsKey(Option.HELP);
        for (Option option : options.keySet()) {
            if (!help && !option.suits(verb)) {
                throw Failure.of(verb.word() + " has no option " + option.word());
            }
        }
        if (!help && targets.size() < verb.least) {
            throw Failure.of("something is missing: " + verb.word() + " " + verb.arguments);
        }
        return new Command(verb, List.copyOf(targets), options, rest);
    }
}
