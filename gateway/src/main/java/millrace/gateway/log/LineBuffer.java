package millrace.gateway.log;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.TimeUnit;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import millrace.loop.EventLoop;

/**
 * Lines on their way to a {@link LogFile}, which go there when the next would not fit, when the oldest has waited long
 * enough, or at the end. Any thread may append; who fills it writes, after it has let the others go on with a second
 * array.
 */
final class LineBuffer {
    /** Compression of a level that is no compression. */
    static final int PLAIN = 0;

    private final int capacity;
    private final long flushMillis;
    private final int gzipLevel;
    private final Object writing = new Object();
    private byte[] bytes;
    private byte[] spare;
    private int length;
    private int lines;
    private boolean timed;

    /**
     * @param capacity in bytes
     * @param flushMillis how long a line may wait; 0 for as long as it takes
     * @param gzipLevel 1 (fastest) to 9, or {@link #PLAIN}; each batch is a gzip member of its own
     */
    LineBuffer(int capacity, long flushMillis, int gzipLevel) {
        this.capacity = capacity;
        this.flushMillis = flushMillis;
        this.gzipLevel = gzipLevel;
        this.bytes = new byte[capacity];
        this.spare = new byte[capacity];
    }

    boolean isLike(LineBuffer other) {
        return capacity == other.capacity && flushMillis == other.flushMillis && gzipLevel == other.gzipLevel;
    }

    void append(LogFile file, byte[] line, int offset, int size) {
        if (size > capacity) {
            flush(file);
            write(file, line, offset, size, 1);
            return;
        }
        while (!tryAppend(file, line, offset, size)) {
            flush(file);
        }
    }

    private synchronized boolean tryAppend(LogFile file, byte[] line, int offset, int size) {
        if (length + size > capacity) {
            return false;
        }
        System.arraycopy(line, offset, bytes, length, size);
        length += size;
        lines++;
        EventLoop loop = EventLoop.current();
        if (flushMillis > 0 && !timed && loop != null) {
            timed = true;
            loop.schedule(() -> flushInTime(file), flushMillis, TimeUnit.MILLISECONDS);
        }
        return true;
    }

    private void flushInTime(LogFile file) {
        synchronized (this) {
            timed = false;
        }
        flush(file);
    }

    /** One at a time, so that batches stay in order; the spare array is whoever's is writing. */
    void flush(LogFile file) {
        synchronized (writing) {
            byte[] full;
            int size;
            int count;
            synchronized (this) {
                if (length == 0) {
                    return;
                }
                full = bytes;
                size = length;
                count = lines;
                bytes = spare;
                length = 0;
                lines = 0;
            }
            write(file, full, 0, size, count);
            spare = full;
        }
    }

    private void write(LogFile file, byte[] from, int offset, int size, int count) {
        if (gzipLevel == PLAIN) {
            file.writeNow(from, offset, size, count);
            return;
        }
        byte[] packed = pack(from, offset, size);
        file.writeNow(packed, 0, packed.length, count);
    }

    private byte[] pack(byte[] from, int offset, int size) {
        ByteArrayOutputStream packed = new ByteArrayOutputStream(size / 2);
        try (GZIPOutputStream gzip = new Leveled(packed, gzipLevel)) {
            gzip.write(from, offset, size);
        } catch (IOException e) {
            throw new UncheckedIOException("an array cannot fail", e);
        }
        return packed.toByteArray();
    }

    /** The JDK's stream has no other way of setting the level. */
    private static final class Leveled extends GZIPOutputStream {
        Leveled(ByteArrayOutputStream to, int level) throws IOException {
            super(to);
            def.setLevel(level);
            def.setStrategy(Deflater.DEFAULT_STRATEGY);
        }
    }
}
