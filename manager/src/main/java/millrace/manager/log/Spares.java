package millrace.manager.log;

import java.util.ArrayDeque;

/** Buffers that were written and may be filled again, for all files of a loop. */
final class Spares {
    private static final int MOST = 4;
    private static final int LARGEST_BYTES = 2 * Backlog.BLOCK_BYTES;
    private static final int FIRST_BYTES = 4 * 1024;

    private final ArrayDeque<LogBuffer> buffers = new ArrayDeque<>();

    LogBuffer take() {
        LogBuffer spare = buffers.pollLast();
        return spare != null ? spare : new LogBuffer(FIRST_BYTES);
    }

    void giveBack(LogBuffer buffer) {
        if (buffers.size() < MOST && buffer.bytes.length <= LARGEST_BYTES) {
            buffer.clear();
            buffers.add(buffer);
        }
    }
}
