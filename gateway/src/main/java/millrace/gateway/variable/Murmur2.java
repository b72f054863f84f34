package millrace.gateway.variable;

/** MurmurHash2 by Austin Appleby (public domain), 32 bits, seed 0: clients stay in the part that nginx has them in. */
final class Murmur2 {
    private static final int M = 0x5bd1e995;

    private Murmur2() {}

    /** As an unsigned number of 32 bits. */
    static long hash(byte[] octets, int from, int to) {
        int h = to - from;
        int at = from;
        for (; to - at >= 4; at += 4) {
            int low = octets[at] & 0xff | (octets[at + 1] & 0xff) << 8;
            int k = (low | (octets[at + 2] & 0xff) << 16 | octets[at + 3] << 24) * M;
            h = h * M ^ (k ^ k >>> 24) * M;
        }
        if (at < to) {
            for (int i = to - at - 1; i >= 0; i--) {
                h ^= (octets[at + i] & 0xff) << 8 * i;
            }
            h *= M;
        }
        h = (h ^ h >>> 13) * M;
        return Integer.toUnsignedLong(h ^ h >>> 15);
    }
}
