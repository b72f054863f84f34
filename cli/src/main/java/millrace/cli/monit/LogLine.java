package millrace.cli.monit;

/**
 * A line that an app has written, or that the daemon has to say of it.
 *
 * @param pmId whose it is
 * @param kind {@code out}, {@code err} or {@code process}
 */
record LogLine(int pmId, String name, String kind, long atMillis, String text) {
}
