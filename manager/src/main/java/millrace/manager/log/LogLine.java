package millrace.manager.log;

import millrace.cluster.PrimaryEvents.Stream;

/**
 * Something that an app has written.
 *
 * @param atMillis when it was read, in milliseconds since 1970
 * @param text without its newline; what is not UTF-8 is U+FFFD
 * @param endsLine false for a piece of a line of more than 64 KiB that goes on
 */
public record LogLine(int pmId, String app, Stream stream, long atMillis, String text, boolean endsLine) {}
