package millrace.rules;

import static java.util.Map.entry;

import com.sun.source.tree.RequiresTree;
import com.sun.source.util.TreeScanner;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Arrows between modules point only downward: what each room may know is written here, and nowhere else. */
final class Arrows implements Rule {
    private static final Map<String, Set<String>> MAY_KNOW = Map.ofEntries(
            entry("os", Set.of()),
            entry("loop", Set.of("os")),
            entry("offload", Set.of("loop", "os")),
            entry("http", Set.of("loop", "os")),
            entry("cluster", Set.of("loop", "os")),
            entry("regex", Set.of()),
            entry("lint", Set.of("regex")),
            entry("manager", Set.of("cluster", "offload", "loop", "os")),
            entry("gateway", Set.of("http", "regex", "offload", "loop", "os")),
            entry("bench", Set.of("http", "regex", "offload", "loop", "os")),
            entry("cli", Set.of(
                    "manager", "gateway", "bench", "lint", "regex", "cluster", "http", "offload", "loop", "os")));
    private static final Pattern DEPENDENCY = Pattern.compile("<artifactId>millrace-([a-z]+)</artifactId>");

    @Override
    public List<Violation> check(Source source) {
        List<Violation> found = new ArrayList<>();
        if (!source.path().endsWith("module-info.java")) {
            return found;
        }
        new TreeScanner<Void, Void>() {
            @Override
            public Void visitRequires(RequiresTree node, Void unused) {
                String name = node.getModuleName().toString();
                if (name.startsWith("millrace.")) {
                    arrow(source.path(), source.line(node), source.room(), name.substring("millrace.".length()), found);
                }
                return super.visitRequires(node, unused);
            }
        }.scan(source.unit(), null);
        return found;
    }

    /** The same for a module's {@code pom.xml}. */
    List<Violation> checkPom(String path, String text) {
        List<Violation> found = new ArrayList<>();
        String room = path.substring(0, path.indexOf('/'));
        int number = 0;
        for (String line : text.lines().toList()) {
            number++;
            Matcher dependency = DEPENDENCY.matcher(line);
            if (dependency.find() && !dependency.group(1).equals(room)) {
                arrow(path, number, room, dependency.group(1), found);
            }
        }
        return found;
    }

    private static void arrow(String path, int line, String from, String to, List<Violation> found) {
        Set<String> known = MAY_KNOW.get(from);
        if (known == null) {
            found.add(new Violation(path, line, from + " is not in the layer picture: give it its place in Arrows"));
        } else if (!known.contains(to)) {
            found.add(new Violation(path, line, from + " must not know " + to + ": arrows point only downward"));
        }
    }
}
