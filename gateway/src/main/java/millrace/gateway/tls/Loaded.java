package millrace.gateway.tls;

/** What was read, and what its file was like then. */
record Loaded(Object value, FileStamp stamp) {
    /** Whether the file is still the one that was read. */
    boolean isFresh(Wanted<?> wanted) {
        return stamp != null && stamp.isStill(FileStamp.of(wanted.source().file()));
    }
}
