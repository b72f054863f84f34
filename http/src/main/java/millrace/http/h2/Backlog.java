package millrace.http.h2;

/**
 * Bytes of a body that wait, for a window or for a reader; the first come goes first. Its memory stays for the next body, and
 * is no more than twice what has waited at once, however long a body is. For the loop's thread only.
 */
final class Backlog {
    private static final int FEWEST_BYTES = 4096;
    private static final byte[] NOTHING = {};

    private byte[] bytes = NOTHING;
    private int from;
    private int to;

    boolean isEmpty() {
        return from == to;
    }

    int length() {
        return to - from;
    }

    /** Where the bytes are, from {@link #from} to {@link #to}. */
    byte[] bytes() {
        return bytes;
    }

    int from() {
        return from;
    }

    int to() {
        return to;
    }

    /** @param read whether somebody is reading what waits, and so it has to stay where it is */
    void add(byte[] b, int offset, int count, boolean read) {
        if (bytes.length - to < count) {
            int gone = read ? 0 : from;
            int kept = to - gone;
            byte[] target = kept + count <= bytes.length / 2 ? bytes
                    : new byte[Math.max(kept + count, Math.max(FEWEST_BYTES, 2 * kept))];
            System.arraycopy(bytes, gone, target, 0, kept);
            bytes = target;
            from -= gone;
            to = kept;
        }
        System.arraycopy(b, offset, bytes, to, count);
        to += count;
    }

    /** So many of the bytes do not wait any more; they stay where they were until the next are added. */
    void take(int count) {
        from += count;
        if (from == to) {
            clear();
        }
    }

    void clear() {
        from = 0;
        to = 0;
    }

    /** How many bytes of memory it holds. */
    int heldBytes() {
        return bytes.length;
    }

    /** Gives its memory back. */
    void shrink() {
        clear();
        bytes = NOTHING;
    }
}
