package millrace.gateway.log;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import millrace.os.Descriptor;
import millrace.os.ErrorText;
import millrace.os.Errno;
import millrace.os.FileTransfer;
import millrace.os.RegularFile;

/**
 * A file that lines are appended to, one {@code write(2)} a line, so that several threads and processes may share it; or
 * through a {@link LineBuffer}. Everybody who names a path in one configuration has the same of these.
 *
 * <p>Its descriptor keeps its number for as long as it is open: {@link #reopen} puts the new file behind it in one step,
 * while others write. A disk that is full costs the lines that do not fit, and is then left alone for a second; the
 * first loss is told, and at the end how many there were. A pipe whose reader is slow loses lines too: nobody waits.
 */
public final class LogFile implements LogTarget {
    /** The native memory that a thread writes from: what may wait for a disk must not be given a Java array. */
    private static final ThreadLocal<FileTransfer> TRANSFER = ThreadLocal.withInitial(FileTransfer::new);

    private static final int STANDARD_ERROR = 2;
    private static final int MODE = 0644;
    private static final long FULL_REST_NANOS = 1_000_000_000L;

    private String name;
    private Path path;
    private final AtomicLong lost = new AtomicLong();
    private volatile int fd = -1;
    private volatile long restUntilNanos;
    private volatile boolean resting;
    private volatile Consumer<String> trouble = text -> {};
    private LineBuffer buffer;
    private boolean makesFolder;

    /** @param path absolute, so that it means the same after a change of folder */
    public LogFile(Path path) {
        this(path.toString(), path);
    }

    private LogFile(String name, Path path) {
        this.name = name;
        this.path = path;
    }

    /** One whose path is not known yet. */
    static LogFile unnamed() {
        return new LogFile("", null);
    }

    /** Gives it a path, or with {@code null} makes it standard error; before it is opened. */
    void becomes(Path where) {
        path = where;
        name = where == null ? "stderr" : where.toString();
        fd = where == null ? STANDARD_ERROR : -1;
    }

    /** The process's standard error, whatever that is at the time of a line. */
    public static LogFile standardError() {
        LogFile file = unnamed();
        file.becomes(null);
        return file;
    }

    @Override
    public String name() {
        return name;
    }

    /** Its folder is made too, if it is not there; before it is opened. */
    public LogFile withFolder() {
        makesFolder = true;
        return this;
    }

    /** Who is told, in half a sentence, when lines are lost: once a loss. On the thread of the line. */
    void onTrouble(Consumer<String> told) {
        trouble = told;
    }

    /** Gives it a buffer; before it is opened. */
    void buffer(LineBuffer lines) {
        buffer = lines;
    }

    LineBuffer buffer() {
        return buffer;
    }

    /**
     * Opens it, and makes the file when it is not there.
     *
     * @throws IOException in nginx's words
     */
    public void open() throws IOException {
        if (fd >= 0) {
            return;
        }
        if (makesFolder && path != null && !Files.exists(path.getParent())) {
            Files.createDirectories(path.getParent());
        }
        int result = create();
        if (result < 0) {
            throw new IOException(cannotOpen(result));
        }
        fd = result;
    }

    /** That it could not be opened, and why. */
    String cannotOpen(int result) {
        return "open() \"" + path + "\" failed " + ErrorText.numbered(-result);
    }

    private int create() {
        return RegularFile.create(path, RegularFile.APPEND, MODE);
    }

    /** Goes on with the file that has its name now, which is made if need be: 0 or −errno, and then nothing changes. */
    public int reopen() {
        if (path == null || fd < 0) {
            return 0;
        }
        flush();
        int fresh = create();
        if (fresh < 0) {
            return fresh;
        }
        int result = Descriptor.replace(fresh, fd);
        Descriptor.close(fresh);
        restUntilNanos = System.nanoTime();
        return Math.min(0, result);
    }

    @Override
    public void write(Level level, byte[] bytes, int offset, int length) {
        if (buffer != null) {
            buffer.append(this, bytes, offset, length);
        } else {
            writeNow(bytes, offset, length, 1);
        }
    }

    /** Writes what is in the buffer, if it has one. */
    public void flush() {
        if (buffer != null) {
            buffer.flush(this);
        }
    }

    /**
     * Writes past the buffer.
     *
     * @param lines that these bytes are
     */
    void writeNow(byte[] bytes, int offset, int length, int lines) {
        int to = fd;
        if (to < 0 || resting && System.nanoTime() - restUntilNanos < 0) {
            lost.addAndGet(lines);
            return;
        }
        int result = TRANSFER.get().write(to, bytes, offset, length);
        if (result < 0) {
            failed(-result, lines);
        } else if (resting) {
            recovered();
        }
    }

    private void failed(int errno, int lines) {
        boolean first = lost.getAndAdd(lines) == 0;
        restUntilNanos = System.nanoTime() + (errno == Errno.EAGAIN.number() ? 0 : FULL_REST_NANOS);
        resting = true;
        if (first) {
            trouble.accept("write() to \"" + name + "\" failed " + ErrorText.numbered(errno) + ", lines are lost");
        }
    }

    private void recovered() {
        resting = false;
        long lines = lost.getAndSet(0);
        if (lines > 0) {
            trouble.accept("\"" + name + "\" is written to again, " + lines + " lines were lost");
        }
    }

    /** Flushes and closes; lines that come later are lost. Standard error stays open. */
    public void close() {
        flush();
        int closing = fd;
        if (path != null && closing >= 0) {
            fd = -1;
            Descriptor.close(closing);
        }
    }
}
