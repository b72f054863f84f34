package millrace.manager.log;

import java.util.Arrays;

/** Bytes on their way to a file; grows as need be. For one thread at a time. */
final class LogBuffer {
    private static final int SMALLEST = 1024;

    byte[] bytes;
    int length;

    LogBuffer(int capacity) {
        bytes = new byte[Math.max(SMALLEST, capacity)];
    }

    /** Sees to it that so many bytes more find a place. */
    void room(int more) {
        if (more > bytes.length - length) {
            bytes = Arrays.copyOf(bytes, Math.max(length + more, 2 * bytes.length));
        }
    }

    void append(byte[] from, int offset, int count) {
        room(count);
        System.arraycopy(from, offset, bytes, length, count);
        length += count;
    }

    void append(byte[] from) {
        append(from, 0, from.length);
    }

    void append(byte b) {
        room(1);
        bytes[length++] = b;
    }

    void clear() {
        length = 0;
    }
}
