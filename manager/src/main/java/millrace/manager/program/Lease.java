package millrace.manager.program;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A claim on a folder of classes, which lasts as long as the process: a shared lock on a file beside it, which the
 * kernel lifts however the process ends.
 */
final class Lease {
    /** Never closed: that would lift the lock. */
    private static final Map<Path, FileChannel> HELD = new HashMap<>();

    private Lease() {}

    /** {@code false} when somebody is just deleting the folder, or has. */
    static synchronized boolean take(Path folder) throws IOException {
        if (HELD.containsKey(folder)) {
            return true;
        }
        if (!Files.isDirectory(folder)) {
            return false;
        }
        FileChannel file = open(folder);
        HELD.put(folder, file);
        return file.tryLock(0, Long.MAX_VALUE, true) != null && Files.isDirectory(folder);
    }

    static synchronized void deleteIfFree(Path folder) throws IOException {
        if (HELD.containsKey(folder)) {
            return;
        }
        try (FileChannel file = open(folder)) {
            if (file.tryLock() == null) {
                return;
            }
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path path : files.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
            Files.delete(beside(folder));
        }
    }

    private static FileChannel open(Path folder) throws IOException {
        return FileChannel.open(
                beside(folder), StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    }

    private static Path beside(Path folder) {
        return folder.resolveSibling(folder.getFileName() + ".lease");
    }
}
