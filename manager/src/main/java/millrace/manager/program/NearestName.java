package millrace.manager.program;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Finds what somebody may have meant who named a file that is not there. */
public final class NearestName {
    /** A third of a name may be wrong; beyond that it is another name. */
    private static final int SHARE = 3;

    private NearestName() {}

    /** The existing path most like the missing one: the same, but for misspelt folders and names. */
    public static Optional<Path> to(Path missing) {
        Path parent = missing.getParent();
        Path folder = parent == null ? Path.of("") : parent;
        if (!Files.isDirectory(folder.toAbsolutePath())) {
            Optional<Path> nearest = parent == null ? Optional.empty() : to(parent);
            if (nearest.isEmpty()) {
                return nearest;
            }
            folder = nearest.get();
        }
        Path there = folder.resolve(missing.getFileName());
        return Files.exists(there) ? Optional.of(there) : among(names(folder), missing.getFileName().toString())
                .map(folder::resolve);
    }

    /** The name most like another, if any is like it. */
    public static Optional<String> among(List<String> names, String wanted) {
        return names.stream()
                .filter(name -> within(Math.max(1, wanted.length() / SHARE), name, wanted))
                .min(Comparator.comparingInt(name -> distance(name, wanted)));
    }

    private static List<String> names(Path folder) {
        try (Stream<Path> entries = Files.list(folder.toAbsolutePath())) {
            return entries.map(entry -> entry.getFileName().toString()).sorted().toList();
        } catch (IOException e) {
            // A folder that may not be read has no suggestion in it; the user is told of the missing file either way.
            return List.of();
        }
    }

    /** Whether at most so many letters are wrong; lengths that differ by more say so without a comparison. */
    private static boolean within(int letters, String a, String b) {
        return Math.abs(a.length() - b.length()) <= letters && distance(a, b) <= letters;
    }

    /** Levenshtein's: letters to put in, take out or change; a change of case is none. */
    public static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                boolean same = Character.toLowerCase(a.charAt(i - 1)) == Character.toLowerCase(b.charAt(j - 1));
                int change = diagonal + (same ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(change, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }
}
