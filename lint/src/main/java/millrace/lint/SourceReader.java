package millrace.lint;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import millrace.lint.javac.JavaParser;
import millrace.lint.js.NodeParser;
import millrace.lint.source.Facts;
import millrace.lint.source.Language;
import millrace.lint.source.Place;

/** Reads files, each with the parser of its language. */
public final class SourceReader {
    private final Optional<Path> node;
    private final List<Path> classPath;

    /**
     * @param node the {@code node} that runs the parser of JavaScript
     * @param classPath where types that Java sources use may be found; may be empty
     */
    public SourceReader(Optional<Path> node, List<Path> classPath) {
        this.node = node;
        this.classPath = classPath;
    }

    /**
     * One answer for each file, in their order: facts, or why there are none.
     *
     * @param read is told of each file that is done
     * @throws LintException when a language cannot be read at all
     */
    public List<Facts> read(List<Path> files, Consumer<Path> read) throws LintException {
        Map<Path, Facts> all = new HashMap<>();
        Map<Language, List<Path>> byLanguage = new HashMap<>();
        for (Path file : files) {
            Optional<Language> language = Language.of(file);
            if (language.isEmpty()) {
                all.put(file, problem(file, "not a source that is read: " + Language.endings()));
            } else if (!Files.isRegularFile(file)) {
                all.put(file, problem(file, Files.exists(file) ? "is no regular file" : "there is no such file"));
            } else if (!Files.isReadable(file)) {
                all.put(file, problem(file, "may not be read"));
            } else {
                byLanguage.computeIfAbsent(language.get(), unused -> new ArrayList<>()).add(file);
            }
        }
        for (Map.Entry<Language, List<Path>> each : byLanguage.entrySet()) {
            List<Facts> facts = switch (each.getKey()) {
                case JAVA -> new JavaParser(classPath).read(each.getValue(), read);
                case JAVASCRIPT -> new NodeParser(node()).read(each.getValue(), read);
            };
            for (int i = 0; i < facts.size(); i++) {
                all.put(each.getValue().get(i), facts.get(i));
            }
        }
        return files.stream().map(all::get).toList();
    }

    private Path node() throws LintException {
        return node.orElseThrow(() -> new LintException("JavaScript is read with node, which is not on PATH.\n"
                + "  apt-get install nodejs    Debian, Ubuntu"));
    }

    private static Facts problem(Path file, String reason) {
        return Facts.problem(new Place(file.toString(), 1, 1), reason);
    }
}
