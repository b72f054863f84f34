package millrace.manager.survive;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * A file with a {@link SavedList}, readable by its owner only, and replaced in one step: whoever reads it sees the old one
 * or the new one, whatever happens meanwhile. Blocks; one thread at a time.
 */
final class ListFile {
    private final Path file;

    ListFile(Path file) {
        this.file = file;
    }

    boolean exists() {
        return Files.exists(file);
    }

    SavedList read() throws IOException {
        return SavedList.read(Files.readAllBytes(file));
    }

    /** @param durable whether it shall outlive the machine's power too, which takes some milliseconds of disk */
    void write(SavedList list, boolean durable) throws IOException {
        Path complete = beside(".new");
        try {
            writeNew(complete, list, durable);
            Files.move(complete, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            // A disk that is full needs every byte of it.
            Files.deleteIfExists(complete);
            throw e;
        }
        if (durable) {
            // The new name is in the folder, which is written by itself.
            try (FileChannel folder = FileChannel.open(file.getParent(), StandardOpenOption.READ)) {
                folder.force(true);
            }
        }
    }

    private static void writeNew(Path complete, SavedList list, boolean durable) throws IOException {
        Files.deleteIfExists(complete);
        try (FileChannel channel = FileChannel.open(
                complete,
                Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")))) {
            ByteBuffer bytes = ByteBuffer.wrap(list.bytes());
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            if (durable) {
                channel.force(true);
            }
        }
    }

    /** Gives this file a second name, in place of what had that before. */
    void linkTo(ListFile other) throws IOException {
        Path link = other.beside(".new");
        Files.deleteIfExists(link);
        Files.createLink(link, file);
        Files.move(link, other.file, StandardCopyOption.ATOMIC_MOVE);
    }

    boolean delete() throws IOException {
        return Files.deleteIfExists(file);
    }

    private Path beside(String ending) {
        return file.resolveSibling(file.getFileName() + ending);
    }

    @Override
    public String toString() {
        return file.toString();
    }
}
