package millrace.gateway.log;

/** Where the lines of a log go. Any thread may write; no call waits for a reader. */
public sealed interface LogTarget permits LogFile, Syslog {
    /**
     * Takes one line.
     *
     * @param level its gravity, or {@code null} for a line that is not of the error log
     * @param bytes with the end of line
     */
    void write(Level level, byte[] bytes, int offset, int length);

    /** The name that configurations give it. */
    String name();
}
