package millrace.gateway.body;

import java.io.IOException;
import java.util.Arrays;
import millrace.gateway.exchange.GatewayLoop;
import millrace.loop.Connection;

/** A body that is kept: in memory as long as it is small, then in a file. Used again. For one loop's thread only. */
final class StoredBody {
    /** A larger array is not kept for the next body. */
    private static final int MOST_SPARE = 16 << 10;

    private static final int FIRST = 1 << 10;

    private final GatewayLoop loop;
    private byte[] bytes = {};
    private int inMemory;
    private TempFile file;

    StoredBody(GatewayLoop loop) {
        this.loop = loop;
    }

    long length() {
        return file == null ? inMemory : file.length();
    }

    /** Where the body is as long as there is no {@link #file}. */
    byte[] bytes() {
        return bytes;
    }

    /** The file that all of it is in, or {@code null}. */
    TempFile file() {
        return file;
    }

    /**
     * Adds to it.
     *
     * @param expected how many bytes there will be, as far as is known
     * @throws IOException when they cannot be written to the file; the body is worthless then
     */
    void append(byte[] source, int offset, int count, long expected, BodySettings settings) throws IOException {
        boolean small = inMemory + count <= settings.bufferBytes() && settings.bufferBytes() > 0;
        if (file == null && small) {
            keep(source, offset, count, Math.min(expected, settings.bufferBytes()));
            return;
        }
        if (file == null) {
            file = TempFile.create(settings.folder(), settings.name(), loop);
            file.append(bytes, 0, inMemory);
        }
        file.append(source, offset, count);
    }

    /** Adds to it in memory. */
    void keep(byte[] source, int offset, int count, long expected) {
        int needed = inMemory + count;
        if (needed > bytes.length) {
            bytes = Arrays.copyOf(bytes, (int) Math.max(Math.max(needed, expected), Math.max(FIRST, 2L * bytes.length)));
        }
        System.arraycopy(source, offset, bytes, inMemory, count);
        inMemory = needed;
    }

    /** Forgets what is in memory. */
    void drop() {
        inMemory = 0;
        if (bytes.length > MOST_SPARE) {
            bytes = new byte[0];
        }
    }

    /** Sends all of it, as often as is wanted. */
    boolean writeTo(Connection to) throws IOException {
        if (file == null) {
            return to.write(bytes, 0, inMemory);
        }
        return to.write(file.region(0, file.length()));
    }

    /** Reads a part: how many bytes there were. */
    int read(long from, byte[] into) throws IOException {
        if (file != null) {
            return file.read(from, into, 0, into.length);
        }
        int length = (int) Math.min(into.length, inMemory - from);
        System.arraycopy(bytes, (int) from, into, 0, length);
        return length;
    }

    void clear() throws IOException {
        drop();
        TempFile old = file;
        file = null;
        if (old != null) {
            old.close();
        }
    }
}
