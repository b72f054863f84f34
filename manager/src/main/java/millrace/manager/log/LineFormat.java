package millrace.manager.log;

/**
 * How a line of one stream of one process stands in a file. A line is written by {@link #begin}, {@link #body} once for
 * each piece that it comes in, and {@link #end}. Pure logic; one thread at a time.
 */
interface LineFormat {
    /** @param now in milliseconds since 1970 */
    void begin(LogBuffer to, long now);

    /** @param from a piece that is not cut inside a character */
    void body(LogBuffer to, byte[] from, int offset, int length);

    /** Whatever completes the line, the newline included. */
    void end(LogBuffer to, long now);

    /** Whole lines, each with its newline. */
    default void lines(LogBuffer to, byte[] from, int offset, int length, long now) {
        int end = offset + length;
        int start = offset;
        for (int at = offset; at < end; at++) {
            if (from[at] == '\n') {
                begin(to, now);
                body(to, from, start, at - start);
                end(to, now);
                start = at + 1;
            }
        }
    }
}
