package millrace.loop;

import java.nio.file.Path;
import millrace.loop.tls.TlsSession;
import millrace.os.Descriptor;
import millrace.os.Errno;
import millrace.os.FileTransfer;
import millrace.os.OsException;
import millrace.os.RegularFile;

/**
 * A part of a file that a {@link Connection} sends inside the kernel. It belongs to the connection once it is written.
 *
 * <p>Opening asks the disk, and so does sending what is not in the page cache: both hold the loop up for as long.
 */
public final class FileRegion implements AutoCloseable {
    private final int fd;
    private long offset;
    private long remaining;
    private boolean closed;

    private FileRegion(int fd, long offset, long length) {
        this.fd = fd;
        this.offset = offset;
        this.remaining = length;
    }

    /** The whole of a regular file. Any thread. */
    public static FileRegion open(Path file) throws OsException {
        int fd = OsException.check(RegularFile.open(file), "read " + file);
        long size = RegularFile.size(fd);
        if (size < 0) {
            Descriptor.close(fd);
            throw new OsException("read " + file, (int) -size);
        }
        return new FileRegion(fd, 0, size);
    }

    /**
     * A part of an open file. Any thread.
     *
     * @param fd belongs to the region from now on
     * @param length bytes that are there already: the file may grow meanwhile, and must not shrink
     */
    public static FileRegion of(int fd, long offset, long length) {
        return new FileRegion(fd, offset, length);
    }

    /**
     * Leaves only a part.
     *
     * @throws IllegalArgumentException when the part is not within the region
     */
    public FileRegion slice(long from, long length) {
        if (from < 0 || length < 0 || length > remaining - from) {
            throw new IllegalArgumentException(length + " bytes from " + from + " on, of " + remaining);
        }
        offset += from;
        remaining = length;
        return this;
    }

    /**
     * A part as a region of its own; this one stays as it is. It has its own descriptor.
     *
     * @throws IllegalArgumentException when the part is not within the region
     */
    public FileRegion part(long from, long length) throws OsException {
        return of(OsException.check(Descriptor.duplicate(fd), "send a part of a file"), offset, remaining).slice(from, length);
    }

    /** Bytes that are still to be sent. */
    public long remaining() {
        return remaining;
    }

    /** Sends what the socket takes: bytes or −errno; {@code −EIO} when the file has become shorter than promised. */
    long send(int socket, long mostBytes) {
        long sent = RegularFile.send(socket, fd, offset, Math.min(remaining, mostBytes));
        if (sent == 0 && remaining > 0) {
            return -Errno.EIO.number();
        }
        if (sent > 0) {
            offset += sent;
            remaining -= sent;
        }
        return sent;
    }

    /**
     * Reads the next bytes, for who has to frame them.
     *
     * @return bytes read, 0 when the file has become shorter than promised; or −errno
     */
    public int read(FileTransfer through, byte[] to, int mostBytes) {
        int read = through.read(fd, offset, to, 0, (int) Math.min(remaining, mostBytes));
        if (read > 0) {
            offset += read;
            remaining -= read;
        }
        return read;
    }

    /** As {@link #send(int, long)}, encrypted. */
    long send(TlsSession session, FileTransfer through, long mostBytes) {
        long all = 0;
        while (remaining > 0 && all < mostBytes) {
            int read = through.read(fd, offset, remaining);
            int sent = read > 0 ? session.send(through.buffer(), read) : read < 0 ? read : -Errno.EIO.number();
            if (sent <= 0) {
                return all > 0 ? all : sent;
            }
            offset += sent;
            remaining -= sent;
            all += sent;
            if (sent < read) {
                break;
            }
        }
        return all;
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            Descriptor.close(fd);
        }
    }
}
