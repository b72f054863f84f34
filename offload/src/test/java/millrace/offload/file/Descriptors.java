package millrace.offload.file;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** Which files this process has open, as the kernel sees it. */
final class Descriptors {
    private static final Path OWN = Path.of("/proc/self/fd");

    private Descriptors() {}

    /** How many descriptors stand for a file below a folder; deleted ones count. */
    static long below(Path folder) throws IOException {
        String real = folder.toRealPath().toString();
        return count(target -> target.startsWith(real));
    }

    static long count(Predicate<String> targets) throws IOException {
        try (Stream<Path> all = Files.list(OWN)) {
            return all.map(Descriptors::target).filter(targets).count();
        }
    }

    /** The one that lists is gone when it is looked at. */
    private static String target(Path link) {
        try {
            return Files.readSymbolicLink(link).toString();
        } catch (NoSuchFileException e) {
            return "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
