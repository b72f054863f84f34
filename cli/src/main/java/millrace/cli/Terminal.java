package millrace.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Whether somebody looks on. */
public final class Terminal {
    private Terminal() {}

    /** @param descriptor 1 for standard output, 2 for standard error */
    public static boolean isAt(int descriptor) {
        try {
            String target = Files.readSymbolicLink(Path.of("/proc/self/fd/" + descriptor)).toString();
            return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty") || target.equals("/dev/console");
        } catch (IOException e) {
            // Without /proc, or without this descriptor: then colours are not missed.
            return false;
        }
    }
}
