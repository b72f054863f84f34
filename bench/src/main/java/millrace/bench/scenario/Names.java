package millrace.bench.scenario;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What holes may be called at a place of a scenario. Grows as steps save values. */
final class Names {
    private static final Pattern RANDOM = Pattern.compile("random (\\d{1,17})\\.\\.(\\d{1,17})");
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z0-9_-]*");
    private static final Set<String> BUILT_IN = Set.of("user", "iteration", "uuid");
    private static final String ENVIRONMENT = "env.";

    private final List<DataSet> data;
    private final Map<String, String> environment;
    private final Set<String> saved = new LinkedHashSet<>();

    Names(List<DataSet> data, Map<String, String> environment) {
        this.data = data;
        this.environment = environment;
    }

    /** The same without what has been saved: for another flow. */
    Names fresh() {
        return new Names(data, environment);
    }

    /** From now on a step has saved this. */
    void save(String name, Place at) {
        if (!NAME.matcher(name).matches() || BUILT_IN.contains(name)) {
            throw at.wrong("\"" + name + "\" is no name for a value: letters, digits, _ and - are, other than "
                    + String.join(", ", new TreeSet<>(BUILT_IN)));
        }
        saved.add(name);
    }

    Variable variable(String name, Place at) {
        Matcher random = RANDOM.matcher(name);
        if (random.matches() && Long.parseLong(random.group(1)) <= Long.parseLong(random.group(2))) {
            return new Variable.Random(Long.parseLong(random.group(1)), Long.parseLong(random.group(2)));
        }
        if (name.startsWith(ENVIRONMENT)) {
            String value = environment.get(name.substring(ENVIRONMENT.length()));
            if (value == null) {
                throw at.wrong("${" + name + "}: the environment has no " + name.substring(ENVIRONMENT.length()));
            }
            return new Variable.Fixed(value);
        }
        for (int i = 0; i < data.size(); i++) {
            String prefix = data.get(i).name() + ".";
            if (name.startsWith(prefix) && data.get(i).columns().contains(name.substring(prefix.length()))) {
                return new Variable.Column(i, data.get(i).columns().indexOf(name.substring(prefix.length())));
            }
        }
        return switch (name) {
            case "user" -> new Variable.User();
            case "iteration" -> new Variable.Iteration();
            case "uuid" -> new Variable.Unique();
            default -> {
                if (!saved.contains(name)) {
                    throw at.wrong("nothing is called ${" + name + "} here; " + Nearest.hint(name, known()));
                }
                yield new Variable.Saved(name);
            }
        };
    }

    private List<String> known() {
        List<String> known = new ArrayList<>(saved);
        data.forEach(set -> set.columns().forEach(column -> known.add(set.name() + "." + column)));
        known.addAll(new TreeSet<>(BUILT_IN));
        known.add("random 1..100");
        known.add("env.NAME");
        return known;
    }
}
