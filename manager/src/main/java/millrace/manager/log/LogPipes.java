package millrace.manager.log;

/**
 * Stops and resumes what processes write, when their log files do not take it as fast. Called on the loop; a process that
 * is paused is resumed once.
 */
public interface LogPipes {
    /** Reads no more of the process's output for now; what has been read may still come. Comes again when it did not help. */
    void pause(int pmId);

    void resume(int pmId);
}
