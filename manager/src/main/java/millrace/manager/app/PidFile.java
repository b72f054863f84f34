package millrace.manager.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The process number of an instance in a file, for scripts that look there. */
final class PidFile {
    private PidFile() {}

    static void write(Path file, int pid) throws IOException {
        if (file != null) {
            Files.createDirectories(file.getParent());
            Files.writeString(file, Integer.toString(pid));
        }
    }

    static void delete(Path file) throws IOException {
        if (file != null) {
            Files.deleteIfExists(file);
        }
    }
}
