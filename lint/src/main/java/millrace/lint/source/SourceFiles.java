package millrace.lint.source;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.FileVisitor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Files to read, found by walking folders. */
public final class SourceFiles {
    /** Not one's own sources. Walked when named themselves. */
    private static final Set<String> SKIPPED = Set.of("node_modules", "target", ".git", "bower_components", ".gradle");

    private final Set<Path> files = new LinkedHashSet<>();
    private final List<Facts> unreadable = new ArrayList<>();

    /**
     * Adds a file whatever its name, or a folder's files in languages that are read. Symbolic links within the folder
     * are not followed.
     */
    public void add(Path path) throws IOException {
        if (Files.isDirectory(path)) {
            Set<Path> found = new TreeSet<>();
            Path inside = path.resolve("."); // Of a link, the folder that it leads to.
            Files.walkFileTree(inside, visitor(inside, found));
            files.addAll(found);
        } else {
            files.add(path);
        }
    }

    /** In the order of what was added; those of a folder by their names. */
    public List<Path> files() {
        return List.copyOf(files);
    }

    /** Folders that could not be entered. */
    public List<Facts> unreadable() {
        return List.copyOf(unreadable);
    }

    private FileVisitor<Path> visitor(Path start, Set<Path> found) {
        return new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
                boolean skipped = !folder.equals(start) && SKIPPED.contains(folder.getFileName().toString());
                return skipped ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                if (attributes.isRegularFile() && Language.of(file).isPresent()) {
                    found.add(file.normalize());
                }
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException problem) {
                unreadable.add(Facts.problem(new Place(file.normalize().toString(), 1, 1), "cannot be read (" + problem + ")"));
                return FileVisitResult.CONTINUE;
            }
        };
    }
}
