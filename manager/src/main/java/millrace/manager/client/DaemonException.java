package millrace.manager.client;

import java.io.IOException;

/** The daemon has refused or failed, or cannot be reached. The message is a sentence for people, with the remedy. */
public final class DaemonException extends IOException {
    private static final long serialVersionUID = 1;

    private final int exitCode;

    public DaemonException(String sentence) {
        this(sentence, 1);
    }

    public DaemonException(String sentence, int exitCode) {
        super(sentence);
        this.exitCode = exitCode;
    }

    /** What a command that ends with this should exit with. */
    public int exitCode() {
        return exitCode;
    }
}
