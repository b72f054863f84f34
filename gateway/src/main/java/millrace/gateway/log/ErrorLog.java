package millrace.gateway.log;

import java.nio.charset.StandardCharsets;
import java.util.List;
import millrace.os.ThreadClock;

/**
 * What went wrong, line by line, in nginx's form: {@code 2026/11/22 18:00:00 [error] 12#34: *5 text}. Immutable; any
 * thread may log. Ask {@link #logs} before a text is put together: that is one comparison.
 */
public final class ErrorLog {
    /** Longer texts are cut: a client chooses how long a request line is. */
    private static final int LONGEST = 4096;

    private static final String PROCESS = " " + ProcessHandle.current().pid() + "#";
    private static final ThreadLocal<String> THREAD = ThreadLocal.withInitial(() -> ThreadClock.current() + ": ");

    /**
     * One {@code error_log} of a configuration.
     *
     * @param level of the least grave lines that go there
     */
    public record Entry(LogTarget target, Level level) {}

    private final Entry[] entries;
    private final int least;

    public ErrorLog(List<Entry> entries) {
        this.entries = entries.toArray(Entry[]::new);
        int most = -1;
        for (Entry entry : entries) {
            most = Math.max(most, entry.level.ordinal());
        }
        least = most;
    }

    /** Whether anybody reads lines of this level. */
    public boolean logs(Level level) {
        return level.ordinal() <= least;
    }

    /** A line that is not about a connection. */
    public void log(Level level, String text) {
        log(level, 0, text);
    }

    /**
     * A line.
     *
     * @param connection its number, as {@code $connection} tells it; 0 for none
     * @param text with all that belongs into the line: {@code , client: …, server: …}
     */
    public void log(Level level, long connection, String text) {
        if (!logs(level)) {
            return;
        }
        byte[] line = line(level, connection, text);
        for (Entry entry : entries) {
            if (level.ordinal() <= entry.level.ordinal()) {
                entry.target.write(level, line, 0, line.length);
            }
        }
    }

    /** Texts of requests and configurations have a character for each octet; others are UTF-8. */
    private static byte[] line(Level level, long connection, String text) {
        StringBuilder line = new StringBuilder(text.length() + 80);
        line.append(new String(LogTime.now().error(), StandardCharsets.US_ASCII));
        line.append(" [").append(level.word()).append(']').append(PROCESS).append(THREAD.get());
        if (connection != 0) {
            line.append('*').append(connection).append(' ');
        }
        boolean octets = append(line, text);
        String whole = line.append('\n').toString();
        return whole.getBytes(octets ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_8);
    }

    /** Control characters become visible, so that what a client sends cannot look like a line of ours; answers whether all are octets. */
    private static boolean append(StringBuilder line, String text) {
        boolean octets = true;
        int end = Math.min(text.length(), LONGEST);
        for (int i = 0; i < end; i++) {
            char c = text.charAt(i);
            if (c < ' ' || c == 0x7f) {
                line.append("\\x").append(Character.forDigit(c >> 4, 16)).append(Character.forDigit(c & 15, 16));
            } else {
                line.append(c);
                octets &= c <= 0xff;
            }
        }
        return octets;
    }
}
