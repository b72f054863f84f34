package millrace.lint;

/** Why nothing can be said at all. The message names the remedy. */
public final class LintException extends Exception {
    private static final long serialVersionUID = 1;

    public LintException(String message) {
        super(message);
    }

    public LintException(String message, Throwable cause) {
        super(message, cause);
    }
}
