package millrace.manager.log;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.concurrent.TimeUnit;
import millrace.os.Descriptor;
import millrace.os.Errno;
import millrace.os.FileTransfer;
import millrace.os.RegularFile;

/**
 * The file behind a {@link LogFile}: all that may wait for the disk. On workers, one call at a time; nothing is thrown,
 * for what fails is said in the outcome.
 */
final class OpenFile {
    /** The native buffer of each worker's thread. */
    private static final ThreadLocal<FileTransfer> TRANSFER = ThreadLocal.withInitial(FileTransfer::new);

    private static final int MODE = 0644;

    /** How long a file that was moved away or deleted may be written to before that is noticed. */
    private static final long LOOK_NANOS = TimeUnit.SECONDS.toNanos(2);

    /** With less than this a disk that was full is not tried again. */
    private static final long ENOUGH_BYTES = 64 * 1024;

    /**
     * What became of a step.
     *
     * @param written bytes, even when it failed
     * @param failure why it failed, half a sentence for people, or {@code null}
     * @param rotated where the file went, or {@code null}
     * @param warning what else went wrong, half a sentence for people, or {@code null}
     */
    record Outcome(long written, String failure, Path rotated, String warning) {
        static final Outcome DONE = new Outcome(0, null, null, null);

        static Outcome failed(String why) {
            return new Outcome(0, why, null, null);
        }

        static Outcome written(long bytes) {
            return new Outcome(bytes, null, null, null);
        }
    }

    private final Path path;
    private final Rotation rotation;
    private int fd = -1;

    /** Which file the name led to when it was opened; {@code null} for what is no regular file. */
    private Object key;

    private long size;

    /** After a rotation that failed: not before the file has this size. */
    private long rotateAtBytes;
    private long lookedNanos;
    private boolean wasFull;

    OpenFile(Path path, Rotation rotation) {
        this.path = path;
        this.rotation = rotation;
    }

    /** Opens it unless it is open, with the folders it needs. */
    Outcome open() {
        if (fd >= 0) {
            return Outcome.DONE;
        }
        int result = RegularFile.create(path, RegularFile.APPEND, MODE);
        if (Errno.ENOENT.is(result)) {
            try {
                Files.createDirectories(path.getParent());
            } catch (IOException e) {
                return Outcome.failed(reason(e));
            }
            result = RegularFile.create(path, RegularFile.APPEND, MODE);
        }
        if (result < 0) {
            return Outcome.failed(Errno.describe(-result));
        }
        fd = result;
        // Where a program reads, a pipe or a terminal, the worker waits for it.
        Descriptor.setNonBlocking(fd, false);
        lookedNanos = System.nanoTime();
        try {
            BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
            key = attributes.isRegularFile() ? attributes.fileKey() : null;
            size = attributes.size();
        } catch (IOException e) {
            // Gone again already: the next look will find that out.
            key = path;
            size = 0;
        }
        return Outcome.DONE;
    }

    /**
     * Appends all of it.
     *
     * @param mayRotate whether it ends with the end of a line
     * @param mustRotate when it may, however small the file is
     */
    Outcome write(List<LogBuffer> buffers, boolean mayRotate, boolean mustRotate) {
        look();
        Outcome opened = open();
        if (opened.failure != null) {
            return opened;
        }
        long written = 0;
        for (LogBuffer buffer : buffers) {
            int done = 0;
            while (done < buffer.length) {
                int taken = TRANSFER.get().writeSome(fd, buffer.bytes, done, buffer.length - done);
                if (taken >= 0) {
                    done += taken;
                    written += taken;
                } else if (!Errno.EINTR.is(taken)) {
                    wasFull = Errno.ENOSPC.is(taken);
                    size += written;
                    return new Outcome(written, Errno.describe(-taken), null, null);
                }
            }
        }
        size += written;
        boolean due = mustRotate ? size > 0 : rotation.isTooLarge(size) && size >= rotateAtBytes;
        return mayRotate && due && key != null ? rotate(written) : Outcome.written(written);
    }

    private Outcome rotate(long written) {
        try {
            Path rotated = rotation.freshName(path);
            Files.move(path, rotated);
            close();
            rotateAtBytes = 0;
            return new Outcome(written, open().failure, rotated, null);
        } catch (IOException e) {
            // What cannot be moved can still be written to; and is not tried again for every line.
            rotateAtBytes = 2 * size;
            return new Outcome(written, null, null, "it cannot be rotated: " + reason(e));
        }
    }

    /** Whoever rotates logs from outside moves the file away: what is written must follow the name. */
    private void look() {
        long now = System.nanoTime();
        if (fd < 0 || key == null || now - lookedNanos < LOOK_NANOS) {
            return;
        }
        lookedNanos = now;
        try {
            BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
            size = attributes.size();
            if (!key.equals(attributes.fileKey())) {
                close();
            }
        } catch (NoSuchFileException e) {
            close();
        } catch (IOException e) {
            // It may still be written to, without its name.
            lookedNanos = now;
        }
    }

    /** Whether it is worth while to write again after a failure. */
    Outcome probe() {
        close();
        Outcome opened = open();
        if (opened.failure != null || !wasFull) {
            return opened;
        }
        try {
            boolean enough = Files.getFileStore(path).getUsableSpace() >= ENOUGH_BYTES;
            return enough ? Outcome.DONE : Outcome.failed(Errno.describe(Errno.ENOSPC.number()));
        } catch (IOException e) {
            return Outcome.failed(reason(e));
        }
    }

    /** Closes it and opens what has its name now. */
    Outcome reopen() {
        close();
        return open();
    }

    /** Empties it. */
    Outcome truncate() {
        if (key == null && fd >= 0) {
            return Outcome.DONE;
        }
        int result = RegularFile.create(path, RegularFile.TRUNCATE, MODE);
        if (result < 0 && !Errno.ENOENT.is(result)) {
            return Outcome.failed(Errno.describe(-result));
        }
        if (result >= 0) {
            Descriptor.close(result);
        }
        size = 0;
        return open();
    }

    Outcome close() {
        int closing = fd;
        fd = -1;
        // Some file systems tell only now that the disk was full.
        int result = closing < 0 ? 0 : Descriptor.close(closing);
        return result < 0 ? Outcome.failed(Errno.describe(-result)) : Outcome.DONE;
    }

    static String reason(IOException e) {
        return switch (e) {
            case NoSuchFileException gone -> gone.getFile() + " is not there";
            case FileAlreadyExistsException there -> there.getFile() + " is in the way";
            case FileSystemException named when named.getReason() != null ->
                named.getFile() + ": " + named.getReason();
            case FileSystemException named -> named.getFile() + ": " + named.getClass().getSimpleName();
            default -> e.toString();
        };
    }
}
