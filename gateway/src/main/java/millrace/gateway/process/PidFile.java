package millrace.gateway.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * The file with the process's number. It appears in one step with the number in it, so that whoever waits for it may read
 * it at once; while a new binary runs, that of the old one has {@code .oldbin} behind its name.
 */
final class PidFile {
    private static final String OLD = ".oldbin";

    private Path path;

    PidFile(Path path) {
        this.path = path;
    }

    Path path() {
        return path;
    }

    void write() throws IOException {
        Path fresh = path.resolveSibling(path.getFileName() + "." + ProcessHandle.current().pid());
        try {
            Files.writeString(fresh, ProcessHandle.current().pid() + "\n", StandardCharsets.US_ASCII);
            Files.move(fresh, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (AccessDeniedException e) {
            throw new AccessDeniedException(path.toString()); // The user knows nothing of the other name.
        } catch (NoSuchFileException e) {
            throw new NoSuchFileException(path.toString());
        } catch (IOException e) {
            Files.deleteIfExists(fresh);
            throw e;
        }
    }

    /** Makes room for that of a new binary. */
    void makeOld() throws IOException {
        Path old = path.resolveSibling(path.getFileName() + OLD);
        Files.move(path, old, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        path = old;
    }

    boolean isOld() {
        return path.toString().endsWith(OLD);
    }

    /** The new binary is gone: the name is ours again. */
    void makeCurrent() throws IOException {
        String name = path.getFileName().toString();
        Path current = path.resolveSibling(name.substring(0, name.length() - OLD.length()));
        Files.move(path, current, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        path = current;
    }

    /** Goes on under another name: one of a configuration that was read anew. */
    void moveTo(Path other) throws IOException {
        if (other.equals(path) || isOld()) {
            return;
        }
        Path before = path;
        path = other;
        try {
            write();
        } catch (IOException e) {
            path = before;
            throw e;
        }
        Files.deleteIfExists(before);
    }

    void delete() throws IOException {
        Files.deleteIfExists(path);
    }

    /** The number in a file as {@code -s} finds it. */
    static String read(Path path) throws IOException {
        return Files.readString(path, StandardCharsets.ISO_8859_1).strip();
    }
}
