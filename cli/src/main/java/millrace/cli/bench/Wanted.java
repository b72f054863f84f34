package millrace.cli.bench;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import millrace.bench.scenario.Scenario;
import millrace.bench.threshold.Threshold;
import millrace.manager.program.NearestName;

/** A command line, taken apart: {@code -c 10}, {@code -c10}, {@code -lj}, {@code --word 10} and {@code --word=10}. */
final class Wanted {
    private final Map<Flag, List<String>> values = new EnumMap<>(Flag.class);
    private final List<String> command = new ArrayList<>();
    private String url;
    private String file;
    private Scenario scenario;
    private Wanted warmup;

    private Wanted() {}

    /** @throws IllegalArgumentException when it makes no sense: says what, and the nearest that does */
    static Wanted of(List<String> words) {
        Wanted wanted = new Wanted();
        Iterator<String> rest = words.iterator();
        while (rest.hasNext()) {
            String word = rest.next();
            if (word.equals("--")) {
                rest.forEachRemaining(wanted.command::add);
            } else {
                wanted.take(word, rest);
            }
        }
        if (!wanted.command.isEmpty() && !wanted.has(Flag.ON_PORT)) {
            if (!wanted.command.getFirst().equals("node")) { // For which autocannon needs no flag.
                throw new IllegalArgumentException("a command behind -- needs --on-port");
            }
            wanted.values.put(Flag.ON_PORT, List.of(""));
        }
        return wanted;
    }

    private void take(String word, Iterator<String> rest) {
        if (word.startsWith("--") && word.length() > 2) {
            int equals = word.indexOf('=');
            String name = word.substring(2, equals < 0 ? word.length() : equals);
            Flag flag = Flag.of(name);
            if (flag == null) {
                throw unknown("--" + name, name);
            }
            put(flag, word, equals < 0 ? null : word.substring(equals + 1), rest);
        } else if (word.startsWith("-") && word.length() > 1) {
            letters(word, rest);
        } else if (url == null && file == null && word.matches("(?!\\w+://).+\\.ya?ml")) {
            file = word;
        } else if (url != null) {
            throw new IllegalArgumentException("one URL is tested at a time: what is \"" + word + "\"?");
        } else {
            url = word;
        }
    }

    private void letters(String word, Iterator<String> rest) {
        for (int i = 1; i < word.length(); i++) {
            Flag flag = Flag.of(word.charAt(i));
            if (flag == null) {
                throw unknown(word, word.substring(1));
            }
            String after = word.substring(i + 1);
            if (flag.value != null || after.startsWith("=")) {
                put(flag, word, after.isEmpty() ? null : after.startsWith("=") ? after.substring(1) : after, rest);
                return;
            }
            put(flag, word, null, rest);
        }
    }

    private void put(Flag flag, String word, String value, Iterator<String> rest) {
        if (flag == Flag.WARMUP) {
            warmup = of(brackets(word, rest));
            return;
        }
        List<String> all = values.computeIfAbsent(flag, _ -> new ArrayList<>());
        if (flag.value == null) {
            if (value != null && !value.equals("true")) {
                throw new IllegalArgumentException(word + ": this flag takes no value");
            }
            all.add("");
        } else if (value != null || rest.hasNext()) {
            all.add(value != null ? value : rest.next());
        } else {
            throw new IllegalArgumentException(word + " needs a value: " + word + " " + flag.value);
        }
    }

    private static List<String> brackets(String word, Iterator<String> rest) {
        List<String> inside = new ArrayList<>();
        if (!rest.hasNext() || !rest.next().equals("[")) {
            throw new IllegalArgumentException(word + " takes flags in brackets: " + word + " [ -c 1 -d 3 ]");
        }
        while (rest.hasNext()) {
            String next = rest.next();
            if (next.equals("]")) {
                return inside;
            }
            inside.add(next);
        }
        throw new IllegalArgumentException(word + ": the bracket is not closed; spaces belong around it");
    }

    private static IllegalArgumentException unknown(String word, String name) {
        List<String> known = Arrays.stream(Flag.values()).map(flag -> flag.word).toList();
        return new IllegalArgumentException("there is no " + word
                + NearestName.among(known, name).map(near -> "; did you mean --" + near + "?").orElse(""));
    }

    boolean has(Flag flag) {
        return values.containsKey(flag);
    }

    /** The last one given, or {@code null}. */
    String text(Flag flag) {
        return has(flag) ? values.get(flag).getLast() : null;
    }

    List<String> all(Flag flag) {
        return values.getOrDefault(flag, List.of());
    }

    /** @return {@code otherwise} when it was not given */
    long count(Flag flag, long otherwise) {
        String text = text(flag);
        if (text == null) {
            return otherwise;
        }
        try {
            long value = Long.parseLong(text);
            if (value >= 1) {
                return value;
            }
        } catch (NumberFormatException e) {
            throw notCount(flag, text, e);
        }
        throw notCount(flag, text, null);
    }

    private static IllegalArgumentException notCount(Flag flag, String text, Exception cause) {
        return new IllegalArgumentException(
                "--" + flag.word + " takes a whole number from 1 on, and not \"" + text + "\"", cause);
    }

    /** As it was given, or {@code null}. */
    String url() {
        return url != null || scenario() == null ? url : scenario().url();
    }

    /** The scenario that was given in place of a URL, or before one; {@code null} when none was. Reads it once. */
    Scenario scenario() {
        if (scenario == null && file != null) {
            for (Flag flag : Flag.BESIDE_SCENARIOS) {
                if (has(flag)) {
                    throw new IllegalArgumentException("--" + flag.word + " does not go with a scenario: what is asked, "
                            + "and how often, is said in " + file);
                }
            }
            Duration duration = has(Flag.DURATION) ? Times.of(text(Flag.DURATION), Flag.DURATION) : Duration.ZERO;
            scenario = Scenario.read(Path.of(file), duration);
            if (has(Flag.WORKERS)) {
                scenario = scenario.loops(Math.toIntExact(count(Flag.WORKERS, 1)));
            }
            for (String threshold : all(Flag.THRESHOLD)) {
                scenario = scenario.threshold(threshold);
            }
        }
        return scenario;
    }

    /** What has to be kept. */
    List<Threshold> thresholds() {
        return scenario() != null
                ? scenario().thresholds()
                : all(Flag.THRESHOLD).stream().map(Threshold::of).toList();
    }

    /** What stands behind {@code --}. */
    List<String> command() {
        return command;
    }

    /** The same flags against another URL. */
    Wanted withUrl(String other) {
        Wanted copy = new Wanted();
        copy.values.putAll(values);
        copy.url = other;
        copy.file = file;
        return copy;
    }

    /** What is to run first, or {@code null}. */
    Wanted warmup() {
        return warmup;
    }
}
