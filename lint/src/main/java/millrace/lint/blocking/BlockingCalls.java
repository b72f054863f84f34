package millrace.lint.blocking;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import millrace.lint.source.Facts;

/** The calls that block, and what to write instead: a table in a resource for each language. */
final class BlockingCalls {
    private final Map<String, List<Line>> byOwner = new HashMap<>();

    /**
     * One line of the table.
     *
     * @param member a name, or the beginning or end of one with {@code *}
     * @param arguments −1 for any number
     * @param counterpart null when the call does not block
     */
    private record Line(String member, int arguments, boolean withoutCallback, boolean brief, String counterpart) {

        boolean fits(Facts.Use use) {
            return names(use.member())
                    && (arguments < 0 || arguments == use.arguments())
                    && !(withoutCallback && use.callback());
        }

        private boolean names(String name) {
            int star = member.indexOf('*');
            return star < 0
                    ? member.equals(name)
                    : name.startsWith(member.substring(0, star)) && name.endsWith(member.substring(star + 1));
        }
    }

    /** @param brief done in microseconds as a rule */
    record Advice(String counterpart, boolean brief) {}

    private BlockingCalls() {}

    /** Of both languages: names of Node's modules and of Java's types do not meet. */
    static BlockingCalls known() {
        BlockingCalls calls = new BlockingCalls();
        for (String name : List.of("node.txt", "java.txt")) {
            try (InputStream table = BlockingCalls.class.getResourceAsStream(name)) {
                calls.addAll(new String(table.readAllBytes(), StandardCharsets.UTF_8));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return calls;
    }

    private void addAll(String table) {
        table.lines().filter(line -> !line.isBlank() && !line.startsWith("#")).forEach(this::add);
    }

    void add(String line) {
        int arrow = line.indexOf(" -> ");
        List<String> words = List.of((arrow < 0 ? line : line.substring(0, arrow)).split(" "));
        if (arrow < 0 && !words.contains("none")) {
            throw new IllegalArgumentException("neither a counterpart nor none: " + line);
        }
        String[] member = words.get(1).split("/");
        byOwner.computeIfAbsent(words.get(0), unused -> new ArrayList<>())
                .add(new Line(
                        member[0],
                        member.length > 1 ? Integer.parseInt(member[1]) : -1,
                        words.contains("without-callback"),
                        words.contains("brief"),
                        arrow < 0 ? null : line.substring(arrow + 4)));
    }

    /** Empty when the call does not block. */
    Optional<Advice> advice(Facts.Use use) {
        for (String owner : use.owners()) {
            for (Line line : byOwner.getOrDefault(owner, List.of())) {
                if (line.fits(use)) {
                    return Optional.ofNullable(line.counterpart()).map(text -> new Advice(text, line.brief()));
                }
            }
        }
        return Optional.empty();
    }
}
