package millrace.cli;

/**
 * What ends a command: a sentence for the user that says what is wrong and what to do about it, and the exit code.
 * Printed without a stack trace.
 */
public final class Failure extends Exception {
    /** Something the command needs is not so: exit code 1. */
    public static final int FAILED = 1;
    /** The command line makes no sense: exit code 2. */
    public static final int USAGE = 2;

    private static final long serialVersionUID = 1;

    private final int exitCode;

    private Failure(int exitCode, String message) {
        super(message, null, false, false);
        this.exitCode = exitCode;
    }

    public static Failure of(String message) {
        return new Failure(FAILED, message);
    }

    public static Failure usage(String message) {
        return new Failure(USAGE, message);
    }

    public int exitCode() {
        return exitCode;
    }
}
