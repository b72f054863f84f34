package millrace.manager.log;

/** One stream of one process on its way into one file. For the loop's own thread. */
final class Feed {
    final LogFile file;
    final LineFormat format;
    final LoggedProcess process;

    /** A piece of a line has come, and its end has not. */
    boolean inLine;

    /** The line that it is in is lost already: its rest goes the same way. */
    boolean skipping;

    Feed(LogFile file, LineFormat format, LoggedProcess process) {
        this.file = file;
        this.format = format;
        this.process = process;
    }

    void lines(byte[] buffer, int offset, int length) {
        file.lines(this, buffer, offset, length);
    }

    void piece(byte[] buffer, int offset, int length, boolean ends) {
        file.piece(this, buffer, offset, length, ends);
    }
}
