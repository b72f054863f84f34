package millrace.http.hpack;

import java.util.Arrays;

/** Parts of arrays, compared and hashed. */
final class Bytes {
    private Bytes() {}

    static boolean same(byte[] a, int from, int length, byte[] b, int at, int count) {
        return length == count && Arrays.equals(a, from, from + length, b, at, at + count);
    }

    static int hash(int seed, byte[] b, int from, int to) {
        int hash = seed;
        for (int p = from; p < to; p++) {
            hash = hash * 31 + b[p];
        }
        return hash * 0x9e3779b1;
    }
}
