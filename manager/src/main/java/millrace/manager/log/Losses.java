package millrace.manager.log;

import java.util.List;

/** What becomes of lines that a file did not take: one that has begun in the file is kept whole, the rest is counted. */
record Losses(LogBuffer kept, long lines) {
    private static final int NONE = -1;

    /**
     * Pure logic.
     *
     * @param remains what was not written, in order
     * @param midLine whether what was written last does not end a line
     * @return {@code kept} has the rest of that line as far as it is there; its newline is the last byte, or it has none
     */
    static Losses of(List<LogBuffer> remains, boolean midLine) {
        LogBuffer kept = new LogBuffer(0);
        boolean lineEnds = remains.stream().anyMatch(buffer -> newline(buffer) != NONE);
        boolean keeping = midLine;
        long lines = 0;
        for (LogBuffer buffer : remains) {
            int from = 0;
            if (keeping) {
                int newline = newline(buffer);
                from = newline == NONE ? buffer.length : newline + 1;
                kept.append(buffer.bytes, 0, from);
                // Of a line that goes on for ever the piece that was cut is enough: buffers end where pieces do.
                keeping = newline == NONE && (lineEnds || from == 0);
            }
            lines += newlines(buffer.bytes, from, buffer.length - from);
        }
        return new Losses(kept, lines);
    }

    private static int newline(LogBuffer buffer) {
        for (int at = 0; at < buffer.length; at++) {
            if (buffer.bytes[at] == '\n') {
                return at;
            }
        }
        return NONE;
    }

    static long newlines(byte[] bytes, int offset, int length) {
        long count = 0;
        for (int at = offset; at < offset + length; at++) {
            count += bytes[at] == '\n' ? 1 : 0;
        }
        return count;
    }

    /** Whether what is kept still lacks its end. */
    boolean lacksEnd(boolean midLine) {
        return midLine && (kept.length == 0 || kept.bytes[kept.length - 1] != '\n');
    }
}
