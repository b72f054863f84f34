package millrace.offload.file;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** A tree of files and folders with few names, so that they meet again and again. */
final class RandomTree {
    private RandomTree() {}

    static Set<Path> all(Path folder) throws IOException {
        try (Stream<Path> paths = Files.walk(folder)) {
            return new TreeSet<>(paths.filter(path -> !path.equals(folder)).toList());
        }
    }

    /** Does one thing to it: makes, writes, moves or deletes. */
    static void change(Path root, Random random) throws IOException {
        List<Path> there = List.copyOf(all(root));
        List<Path> folders = there.stream().filter(Files::isDirectory).toList();
        Path folder = folders.isEmpty() || random.nextInt(3) == 0 ? root : pick(folders, random);
        Path name = folder.resolve("n" + random.nextInt(4));
        switch (random.nextInt(6)) {
            case 0, 1 -> {
                if (!Files.exists(name) && folder.getNameCount() - root.getNameCount() < 4) {
                    Files.createDirectories(name.resolve("n" + random.nextInt(4)));
                }
            }
            case 2, 3 -> {
                if (!Files.isDirectory(name)) {
                    Files.writeString(name, "x");
                }
            }
            case 4 -> {
                Path from = there.isEmpty() ? root : pick(there, random);
                if (!Files.exists(name) && !name.startsWith(from)) {
                    Files.move(from, name);
                }
            }
            default -> {
                if (!there.isEmpty()) {
                    delete(pick(there, random));
                }
            }
        }
    }

    private static Path pick(List<Path> paths, Random random) {
        return paths.get(random.nextInt(paths.size()));
    }

    static void delete(Path tree) throws IOException {
        try (Stream<Path> paths = Files.walk(tree)) {
            paths.sorted(Comparator.reverseOrder()).forEach(RandomTree::deleteOne);
        }
    }

    private static void deleteOne(Path path) {
        try {
            Files.delete(path);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
