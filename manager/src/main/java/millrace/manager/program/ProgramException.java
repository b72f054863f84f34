package millrace.manager.program;

/** A script cannot be run: a sentence for its user that says why, and what to do about it. */
public final class ProgramException extends Exception {
    private static final long serialVersionUID = 1;

    ProgramException(String message) {
        super(message, null, false, false);
    }
}
