package millrace.gateway.body;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import millrace.gateway.exchange.GatewayLoop;
import millrace.loop.FileRegion;
import millrace.os.Descriptor;
import millrace.os.FileTransfer;

/**
 * A file for what memory shall not hold: it is appended to, and what is in it can be sent by the kernel while more is
 * written. Its name is gone from the start, unless somebody else is to find it, so that nothing is left when the process
 * dies.
 *
 * <p>Writing goes to the page cache, on the loop: on a disk that is too slow for what comes in it holds the loop up, as
 * it does nginx. For one thread.
 */
public final class TempFile implements AutoCloseable {
    /** What becomes of the name. */
    public enum Name {
        /** Gone at once. */
        NONE,
        /** There until {@link #close}. */
        WHILE_OPEN,
        /** There for ever. */
        FOR_EVER
    }

    private final Path path;
    private final int fd;
    private final Name name;
    private final FileTransfer transfer;
    private long length;
    private boolean closed;

    private TempFile(TempFolder.Fresh fresh, Name name, FileTransfer transfer) {
        this.path = fresh.path();
        this.fd = fresh.fd();
        this.name = name;
        this.transfer = transfer;
    }

    /** Makes a file, and its folder when that is not there, for a loop. */
    public static TempFile create(TempFolder folder, Name name, GatewayLoop loop) throws IOException {
        return create(folder, name, BodyLoop.of(loop).transfer());
    }

    static TempFile create(TempFolder folder, Name name, FileTransfer transfer) throws IOException {
        TempFile file = new TempFile(folder.create(), name, transfer);
        if (name == Name.NONE) {
            file.unlink();
        }
        return file;
    }

    private void unlink() throws IOException {
        try {
            Files.deleteIfExists(path);
        } catch (IOException e) {
            Descriptor.close(fd);
            closed = true;
            throw new IOException("unlink() \"" + path + "\" failed: " + e.getMessage(), e);
        }
    }

    /** Its name, also when that is gone. */
    public Path path() {
        return path;
    }

    /** Bytes written so far. */
    public long length() {
        return length;
    }

    /**
     * Writes at the end.
     *
     * @throws IOException when not all could be written, a full disk above all; what was there before is still there
     */
    public void append(byte[] bytes, int offset, int count) throws IOException {
        int written = transfer.write(fd, bytes, offset, count);
        FileFailure.check(written, "write", path);
        length += written;
    }

    /**
     * A part of what has been written, to be sent; it lives on when this is closed.
     *
     * @throws IOException when no descriptor is left for it
     */
    public FileRegion region(long from, long count) throws IOException {
        if (from < 0 || count < 0 || count > length - from) {
            throw new IllegalArgumentException(count + " bytes from " + from + " on, of " + length);
        }
        int copy = FileFailure.check(Descriptor.duplicate(fd), "dup", path);
        return FileRegion.of(copy, from, count);
    }

    /** Reads a part of what has been written: fewer bytes than asked for only at the end. */
    public int read(long from, byte[] to, int offset, int count) throws IOException {
        return FileFailure.check(transfer.read(fd, from, to, offset, count), "pread", path);
    }

    /** Closing twice is the same as once. */
    @Override
    public void close() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        Descriptor.close(fd);
        if (name == Name.WHILE_OPEN) {
            Files.deleteIfExists(path);
        }
    }
}
