package millrace.offload.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Arrays;
import millrace.offload.flow.Pull;
import millrace.os.Descriptor;
import millrace.os.Errno;
import millrace.os.RegularFile;

/**
 * A regular file that is read, on workers. What it promises when it is opened, it delivers or fails.
 *
 * <p>Files of {@code /proc} have the size 0 and content all the same: of a file that says 0, there comes what there is.
 */
final class FileInput implements Pull.Source<ByteBuffer> {
    static final String READ = "read";

    /** The rest of the file, however long that is. */
    static final long REST = -1;

    private final Path path;
    private final int chunkBytes;
    private final long from;
    private final long wanted;
    private int fd = -1;
    private long position;

    private long end;

    /** It says that it is empty: only reading tells. */
    private boolean unsized;

    private boolean over;

    FileInput(Path path, long from, long wanted, int chunkBytes) {
        if (from < 0 || wanted < REST || chunkBytes < 1) {
            throw new IllegalArgumentException("from " + from + ", length " + wanted + ", chunks of " + chunkBytes);
        }
        this.path = path;
        this.from = from;
        this.wanted = wanted;
        this.chunkBytes = chunkBytes;
    }

    /** Opens it, unless it is open: its length, that is, of the part that is asked for. */
    long open() throws IOException {
        if (fd >= 0) {
            return end - from;
        }
        int opened = RegularFile.open(path);
        if (opened < 0) {
            throw FileException.of(READ, path, opened);
        }
        long size = RegularFile.size(opened);
        if (size < 0 || Math.max(0, wanted) > size - from) {
            Descriptor.close(opened);
            throw unfit(size);
        }
        fd = opened;
        position = from;
        end = wanted == REST ? size : from + wanted;
        unsized = size == 0 && wanted == REST;
        over = end == from && !unsized;
        return end - from;
    }

    private IOException unfit(long size) {
        if (Errno.EINVAL.is(size)) {
            return FileException.of(READ, path, Errno.EINVAL, "it is no regular file but a device, pipe or socket");
        }
        if (size < 0) {
            return FileException.of(READ, path, (int) size);
        }
        return FileException.of(READ, path, Errno.EINVAL,
                Math.max(0, wanted) + " bytes from " + from + " on are asked for, and it has " + size);
    }

    /** All of it in one array. */
    byte[] readAll(long limitBytes) throws IOException {
        try {
            long length = open();
            if (length > limitBytes) {
                throw tooLarge(limitBytes, length + " bytes");
            }
            if (unsized) {
                return readUnsized(limitBytes);
            }
            byte[] bytes = new byte[(int) length];
            int got = read(bytes, 0, bytes.length);
            return got == length ? bytes : Arrays.copyOf(bytes, got);
        } finally {
            close();
        }
    }

    private byte[] readUnsized(long limitBytes) throws IOException {
        byte[] bytes = new byte[8192];
        int length = 0;
        for (int got; (got = read(bytes, length, bytes.length - length)) > 0; ) {
            length += got;
            if (length > limitBytes) {
                throw tooLarge(limitBytes, "more");
            }
            if (length == bytes.length) {
                bytes = Arrays.copyOf(bytes, 2 * length);
            }
        }
        return Arrays.copyOf(bytes, length);
    }

    private FileException tooLarge(long limitBytes, String has) {
        return FileException.of(READ, path, Errno.EFBIG,
                "it has " + has + ", and the limit given is " + limitBytes + ": raise that, or stream it");
    }

    private int read(byte[] to, int offset, int length) throws IOException {
        int got = Transfers.here().read(fd, position, to, offset, length);
        if (got < 0) {
            throw FileException.of(READ, path, got);
        }
        position += got;
        return got;
    }

    @Override
    public ByteBuffer next() throws IOException {
        open();
        if (over) {
            return null;
        }
        int length = unsized ? chunkBytes : (int) Math.min(chunkBytes, end - position);
        byte[] chunk = new byte[length];
        int got = read(chunk, 0, length);
        if (got < length && !unsized) {
            throw FileException.of(READ, path, Errno.EIO, "it has become shorter while it was read, by "
                    + (end - position) + " bytes: replace files by renaming a new one over them");
        }
        over = unsized ? got == 0 : position == end;
        return got == 0 ? null : ByteBuffer.wrap(chunk, 0, got);
    }

    @Override
    public boolean isOver() {
        return over;
    }

    @Override
    public void close() {
        if (fd >= 0) {
            Descriptor.close(fd);
            fd = -1;
            over = true;
        }
    }
}
