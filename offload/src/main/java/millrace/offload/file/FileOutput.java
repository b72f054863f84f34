package millrace.offload.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermission;
import java.util.HexFormat;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import millrace.os.Descriptor;
import millrace.os.RegularFile;

/**
 * A file that is written, on workers: {@link #open}, {@link #write} as often as one likes, then {@link #commit}, or
 * {@link #discard} after whatever went wrong.
 */
final class FileOutput {
    private static final String WRITE = "write";
    private static final int ANY_MODE = 0666;
    private static final int OWNER_MODE = 0600;

    private final Path path;
    private final WriteMode mode;

    /** Where the name leads, and what is written before it has the name. Both for {@link WriteMode#REPLACE} alone. */
    private Path target;

    private Path part;
    private int fd = -1;
    private long bytes;

    FileOutput(Path path, WriteMode mode) {
        this.path = path;
        this.mode = mode;
    }

    /** Writes a whole file. */
    static long write(Path path, WriteMode mode, byte[] content) throws IOException {
        FileOutput output = new FileOutput(path, mode);
        try {
            output.open();
            output.write(ByteBuffer.wrap(content));
            return output.commit();
        } finally {
            output.discard();
        }
    }

    void open() throws IOException {
        fd = switch (mode) {
            case TRUNCATE -> RegularFile.create(path, RegularFile.TRUNCATE, ANY_MODE);
            case APPEND -> RegularFile.create(path, RegularFile.APPEND, ANY_MODE);
            case CREATE -> RegularFile.create(path, RegularFile.EXCLUSIVE, ANY_MODE);
            case REPLACE -> createPart();
        };
        if (fd < 0) {
            throw FileException.of(WRITE, path, fd);
        }
        if (mode == WriteMode.REPLACE) {
            keepPermissions();
        }
    }

    private int createPart() throws IOException {
        try {
            target = Files.isSymbolicLink(path) ? path.toRealPath() : path;
        } catch (IOException e) {
            throw FileException.of(WRITE, path, e);
        }
        String random = HexFormat.of().toHexDigits(ThreadLocalRandom.current().nextLong());
        Path fresh = target.resolveSibling(".millrace-" + random + ".part");
        // Whoever opens it before it has the permissions of the old one would read what comes later.
        int permissions = Files.exists(target) ? OWNER_MODE : ANY_MODE;
        int created = RegularFile.create(fresh, RegularFile.EXCLUSIVE, permissions);
        if (created >= 0) {
            part = fresh;
        }
        return created;
    }

    void write(ByteBuffer piece) throws IOException {
        int length = piece.remaining();
        byte[] from;
        int offset = 0;
        if (piece.hasArray()) {
            from = piece.array();
            offset = piece.arrayOffset() + piece.position();
        } else {
            from = new byte[length];
            piece.get(piece.position(), from);
        }
        int written = Transfers.here().write(fd, from, offset, length);
        if (written < 0) {
            throw FileException.of(WRITE, path, written);
        }
        bytes += length;
    }

    /** Makes it final: the bytes written. */
    long commit() throws IOException {
        try {
            if (mode == WriteMode.REPLACE) {
                check(RegularFile.sync(fd));
            }
            // Some file systems tell only now that the disk was full.
            check(closeOnce());
            if (mode == WriteMode.REPLACE) {
                Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
                part = null;
            }
            return bytes;
        } catch (FileException e) {
            throw e;
        } catch (IOException e) {
            throw FileException.of(WRITE, path, e);
        }
    }

    /** Before anything is in it: what only the owner may read, must not be anybody's for a moment. */
    private void keepPermissions() throws IOException {
        try {
            Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(target);
            Files.setPosixFilePermissions(part, permissions);
        } catch (NoSuchFileException e) {
            if (!e.getFile().equals(target.toString())) {
                throw FileException.of(WRITE, part, e);
            }
        } catch (IOException e) {
            throw FileException.of(WRITE, path, e);
        }
    }

    private void check(int result) throws FileException {
        if (result < 0) {
            throw FileException.of(WRITE, path, result);
        }
    }

    private int closeOnce() {
        int closing = fd;
        fd = -1;
        return closing < 0 ? 0 : Descriptor.close(closing);
    }

    /** Lets go of what is not committed; after {@link #commit} nothing. What has been written into the file itself stays. */
    void discard() throws IOException {
        closeOnce();
        if (part != null) {
            Path leftover = part;
            part = null;
            Files.deleteIfExists(leftover);
        }
    }
}
