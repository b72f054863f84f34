package millrace.rules;

import com.sun.source.tree.ClassTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.util.TreeScanner;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A file has 300 lines at most, a method 40. What is longer stands in a list with its present size (the ratchet): it
 * may shrink, and then the list says so; it may not grow; and an entry that is no longer needed goes.
 */
final class Lengths {
    static final int FILE = 300;
    static final int METHOD = 40;

    private final Map<String, Integer> measured = new TreeMap<>();
    private final Map<String, Integer> tooLong = new TreeMap<>();

    void measure(Source source) {
        record(source.path(), source.lines(), FILE);
        new TreeScanner<Void, String>() {
            @Override
            public Void visitClass(ClassTree node, String outer) {
                String name = node.getSimpleName().toString();
                return super.visitClass(node, outer.isEmpty() || name.isEmpty() ? name : outer + "." + name);
            }

            @Override
            public Void visitMethod(MethodTree node, String type) {
                int lines = source.lastLine(node) - source.line(node) + 1;
                record(source.path() + "#" + type + "." + node.getName(), lines, METHOD);
                return super.visitMethod(node, type);
            }
        }.scan(source.unit(), "");
    }

    /** Overloads share a name, and the longest one counts. */
    private void record(String place, int lines, int limit) {
        measured.merge(place, lines, Math::max);
        if (lines > limit) {
            tooLong.merge(place, lines, Math::max);
        }
    }

    /** What is too long and what the list has wrong; both name the line to write. */
    List<String> against(Map<String, Integer> ratchet) {
        List<String> found = new ArrayList<>();
        tooLong.forEach((place, lines) -> {
            Integer allowed = ratchet.get(place);
            if (allowed == null) {
                found.add(place + " has " + lines + " lines: split it");
            } else if (lines > allowed) {
                found.add(place + " grew from " + allowed + " to " + lines + " lines: it may only shrink");
            } else if (lines < allowed) {
                found.add(place + " shrank: write \"" + lines + " " + place + "\" in the list");
            }
        });
        ratchet.keySet().stream()
                .filter(place -> !tooLong.containsKey(place))
                .map(place -> place + (measured.containsKey(place) ? " is short enough" : " is gone")
                        + ": strike it from the list")
                .forEach(found::add);
        return found;
    }

    /** A line is the size, a space, and the place; {@code #} at the start of a line begins a comment. */
    static Map<String, Integer> ratchet(String text) {
        Map<String, Integer> entries = new TreeMap<>();
        text.lines().map(String::strip).filter(line -> !line.isEmpty() && !line.startsWith("#")).forEach(line -> {
            String[] parts = line.split(" ", 2);
            entries.put(parts[1], Integer.valueOf(parts[0]));
        });
        return entries;
    }
}
