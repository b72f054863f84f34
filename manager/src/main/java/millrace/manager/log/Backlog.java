package millrace.manager.log;

import java.util.ArrayList;
import java.util.List;

/**
 * What has been formatted for a file and is not written yet: a buffer that is being filled, full ones, and those that a
 * worker writes at present. Pure logic; for the loop's own thread.
 */
final class Backlog {
    /** A buffer of this size is full. */
    static final int BLOCK_BYTES = 64 * 1024;

    private final Spares spares;
    private List<LogBuffer> writing = List.of();
    private List<LogBuffer> full = new ArrayList<>();
    private LogBuffer current;

    Backlog(Spares spares) {
        this.spares = spares;
    }

    /** Where the next line goes; {@link #gathered} must follow. */
    LogBuffer current() {
        if (current == null) {
            current = spares.take();
        }
        return current;
    }

    void gathered() {
        if (current.length >= BLOCK_BYTES) {
            full.add(current);
            current = null;
        }
    }

    boolean isEmpty() {
        return full.isEmpty() && (current == null || current.length == 0);
    }

    /** All that waits, or is being written. */
    long bytes() {
        return length(writing) + length(full) + (current == null ? 0 : current.length);
    }

    private static long length(List<LogBuffer> buffers) {
        long all = 0;
        for (LogBuffer buffer : buffers) {
            all += buffer.length;
        }
        return all;
    }

    /** What is to be written now; until {@link #written} it stays as it is. */
    List<LogBuffer> take() {
        writing = full;
        full = new ArrayList<>();
        if (current != null) {
            writing.add(current);
            current = null;
        }
        return writing;
    }

    /** Throws away what no worker writes yet. */
    void discard() {
        full.forEach(spares::giveBack);
        full.clear();
        if (current != null) {
            current.clear();
        }
    }

    /** Whether the first so many bytes of what is to be written stop in the middle of a line; none do as before. */
    boolean isCut(long behind, boolean before) {
        long left = behind;
        boolean cut = before;
        for (LogBuffer buffer : writing) {
            int count = (int) Math.min(left, buffer.length);
            left -= count;
            cut = count > 0 ? buffer.bytes[count - 1] != '\n' : cut;
        }
        return cut;
    }

    void written() {
        writing.forEach(spares::giveBack);
        writing = List.of();
    }

    /** Everything from a byte on of what was to be written, in order; the backlog is empty afterwards. */
    List<LogBuffer> remains(long from) {
        List<LogBuffer> rest = new ArrayList<>();
        long behind = 0;
        for (LogBuffer buffer : writing) {
            int skip = Math.clamp(from - behind, 0, buffer.length);
            behind += buffer.length;
            LogBuffer left = new LogBuffer(buffer.length - skip);
            left.append(buffer.bytes, skip, buffer.length - skip);
            rest.add(left);
        }
        written();
        rest.addAll(take());
        writing = List.of();
        return rest;
    }
}
