package millrace.cli.manage;

import java.util.HashMap;
import java.util.Map;

/** Puts together lines that the daemon tells of in pieces, so that no other line is shown within them. For one thread. */
final class WholeLines {
    /** What is longer is shown in parts: a line may be endless. */
    static final int MOST_CHARS = 1 << 20;

    private record Origin(int id, boolean error) {}

    private final Map<Origin, StringBuilder> begun = new HashMap<>();

    /** @return the line; {@code null} as long as it goes on */
    String add(int id, boolean error, String piece, boolean goesOn) {
        Origin origin = new Origin(id, error);
        StringBuilder before = begun.isEmpty() ? null : begun.get(origin);
        if (before == null && !goesOn) {
            return piece;
        }
        StringBuilder line = before == null ? new StringBuilder() : before;
        line.append(piece);
        if (goesOn && line.length() < MOST_CHARS) {
            begun.put(origin, line);
            return null;
        }
        begun.remove(origin);
        return line.toString();
    }
}
