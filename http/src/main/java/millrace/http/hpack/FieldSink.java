package millrace.http.hpack;

import java.util.Arrays;

/**
 * Where a {@link HpackDecoder} writes the fields of a block: one array, as field lines ({@code name: value} and CRLF), so
 * that who reads them needs no other form than that of HTTP/1. For one thread at a time.
 */
public abstract class FieldSink {
    private byte[] bytes;
    private int length;

    protected FieldSink(byte[] memory) {
        bytes = memory;
    }

    /** Begins with a block, in memory that the last one has left. */
    protected final void restart(byte[] memory) {
        bytes = memory;
        length = 0;
    }

    /** The memory with what has been written; another one when it had to grow. */
    public final byte[] bytes() {
        return bytes;
    }

    public final int length() {
        return length;
    }

    /** A field is complete; all offsets are those in {@link #bytes}. */
    protected abstract void field(int nameStart, int nameEnd, int valueStart, int valueEnd);

    /** The block holds more than the limit: the fields from here on are not told. */
    protected abstract void overflow();

    /** So many bytes can be written from {@link #length} on. */
    protected final byte[] room(int more) {
        if (bytes.length - length < more) {
            bytes = Arrays.copyOf(bytes, Math.max(length + more, Math.max(256, 2 * bytes.length)));
        }
        return bytes;
    }

    /** So many bytes have been written. */
    protected final void advance(int written) {
        length += written;
    }

    final void put(byte[] source, int from, int count) {
        System.arraycopy(source, from, room(count), length, count);
        length += count;
    }

    final void put(char first, char second) {
        room(2);
        bytes[length++] = (byte) first;
        bytes[length++] = (byte) second;
    }

    final void truncate(int to) {
        length = to;
    }
}
