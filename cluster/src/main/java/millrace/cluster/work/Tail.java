package millrace.cluster.work;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;

/** The last lines of what a process has written, bounded in number and length. */
final class Tail {
    private static final int LINES = 10;
    private static final int LONGEST = 300;

    private final ArrayDeque<String> lines = new ArrayDeque<>();
    private boolean inLine;

    /** Takes a line, or a piece of one: of a long line only the beginning is kept. */
    void add(byte[] buffer, int offset, int length, boolean endsLine) {
        boolean says = length > 0 || !endsLine;
        if (!inLine && says) {
            boolean whole = length <= LONGEST;
            String text = new String(buffer, offset, whole ? length : LONGEST, StandardCharsets.UTF_8);
            if (lines.size() == LINES) {
                lines.removeFirst();
            }
            lines.addLast(whole && endsLine ? text : text + "…");
        }
        inLine = !endsLine;
    }

    /** For the end of a sentence. */
    @Override
    public String toString() {
        return lines.isEmpty()
                ? "; it wrote nothing to stderr"
                : "; last lines of its stderr:\n  " + String.join("\n  ", lines);
    }
}
