package millrace.offload.file;

/** What writing does with a file that is there already. */
public enum WriteMode {
    /** Empties it first. */
    TRUNCATE,
    /** Keeps it, and writes to its end, whoever else does. */
    APPEND,
    /** Refuses. */
    CREATE,
    /**
     * Writes a new file beside it, has that on the disk, and gives it the name: whoever reads meanwhile, or after a
     * crash, finds the old content or the new, never a part. Permissions stay; a symbolic link stays one.
     */
    REPLACE
}
