package millrace.manager.daemon;

import java.util.Arrays;

/** Puts the lines of a client together, which may be longer than the loop keeps. */
final class LineBuffer {
    /** The longest request: hundreds of apps with their environments. */
    static final int LONGEST = 8 << 20;

    private static final byte[] NOTHING = new byte[0];

    /** Gets each line, without its newline. */
    interface Sink {
        void line(byte[] buffer, int offset, int length);
    }

    private byte[] kept = NOTHING;
    private int length;

    /** @return {@code false} when a line is too long, and nothing that follows has a meaning */
    boolean feed(byte[] buffer, int offset, int count, Sink sink) {
        int end = offset + count;
        int start = offset;
        for (int at = offset; at < end; at++) {
            if (buffer[at] == '\n') {
                if (length == 0) {
                    sink.line(buffer, start, at - start);
                } else if (!keep(buffer, start, at - start)) {
                    return false;
                } else {
                    byte[] line = kept;
                    int lineLength = length;
                    kept = NOTHING;
                    length = 0;
                    sink.line(line, 0, lineLength);
                }
                start = at + 1;
            }
        }
        return keep(buffer, start, end - start);
    }

    private boolean keep(byte[] buffer, int offset, int count) {
        if (length + count > LONGEST) {
            return false;
        }
        if (length + count > kept.length) {
            kept = Arrays.copyOf(kept, Math.max(2 * kept.length, length + count));
        }
        System.arraycopy(buffer, offset, kept, length, count);
        length += count;
        return true;
    }
}
