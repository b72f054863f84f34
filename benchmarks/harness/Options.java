package harness;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What the user asked for; each benchmark names its own default. */
final class Options {
    private static final Set<String> WITH_VALUE = Set.of("servers", "modes", "apps", "rounds", "seconds", "warmup", "rate",
            "handshakes", "server-cpu", "load-cpu", "url");

    private final Map<String, String> values = new HashMap<>();

    static Options parse(List<String> args) {
        Options options = new Options();
        for (int i = 0; i < args.size(); i++) {
            String name = args.get(i).replaceFirst("^--", "");
            if (name.equals("write")) {
                options.values.put(name, "");
            } else if (name.equals("quick")) {
                options.values.putAll(Map.of("rounds", "1", "seconds", "2", "warmup", "2"));
            } else if (WITH_VALUE.contains(name) && i + 1 < args.size()) {
                options.values.put(name, args.get(++i));
            } else {
                throw new BenchmarkException(args.get(i) + ": no such option, or no value; see benchmarks/run help");
            }
        }
        return options;
    }

    boolean has(String name) {
        return values.containsKey(name);
    }

    String text(String name, String otherwise) {
        return values.getOrDefault(name, otherwise);
    }

    int number(String name, int otherwise) {
        try {
            return Integer.parseInt(text(name, String.valueOf(otherwise)));
        } catch (NumberFormatException e) {
            throw new BenchmarkException("--" + name + " wants a number, not '" + values.get(name) + "'");
        }
    }

    /** Those of {@code all} that the user chose, in the order of {@code all}; all of them where he chose none. */
    List<String> chosen(String name, List<String> all) {
        List<String> wanted = has(name) ? List.of(values.get(name).split(",")) : all;
        return all.stream().filter(wanted::contains).toList();
    }

    String serverCpu() {
        return text("server-cpu", "0");
    }

    String loadCpu() {
        return text("load-cpu", "1");
    }
}
