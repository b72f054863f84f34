package millrace.gateway.balance;

import java.util.Arrays;

/** A value of a request, kept in an array that is used again. */
final class Octets {
    byte[] bytes = new byte[64];
    int length;

    void clear() {
        length = 0;
    }

    void set(byte[] from, int offset, int size) {
        if (bytes.length < size) {
            bytes = new byte[Math.max(size, bytes.length * 2)];
        }
        System.arraycopy(from, offset, bytes, 0, size);
        length = size;
    }

    boolean isEmpty() {
        return length == 0;
    }

    boolean contentEquals(byte[] other) {
        return length == other.length && Arrays.equals(bytes, 0, length, other, 0, length);
    }
}
