package millrace.manager.log;

import java.nio.file.Path;

/** Hears of files that cannot be written. Called on the loop. */
public interface LogTrouble {
    /** @param sentence for people, with file, reason and remedy */
    void stopped(Path file, String sentence);

    /** @param sentence for people, with file and what was lost */
    void resumed(Path file, String sentence);

    /** Something else is not as it should be, and the logging goes on. */
    void warning(Path file, String sentence);
}
