package millrace.cli.runtime;

import millrace.manager.app.ProcessEvent;
import millrace.manager.log.LogLine;

/** What {@code millrace runtime} writes to standard output: in which form is the user's choice. */
public interface Telling {
    /**
     * Something that an app has written.
     *
     * @param text the line, whole unless it is longer than a megabyte
     * @return with its newline
     */
    String line(LogLine line, String text);

    /** Something that has become of an app; empty for nothing. */
    String event(ProcessEvent event);

    /** Something else to know; empty for nothing. */
    String note(String sentence);
}
