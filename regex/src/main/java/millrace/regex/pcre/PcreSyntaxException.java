package millrace.regex.pcre;

/** A pattern that PCRE would not compile, in its words, or one that needs what PCRE has and Millrace has not. */
public final class PcreSyntaxException extends Exception {
    private static final long serialVersionUID = 1;

    private final int offset;

    PcreSyntaxException(String message, int offset) {
        this(message, offset, null);
    }

    /** With what the engine behind says. */
    public PcreSyntaxException(String message, int offset, Throwable cause) {
        super(message, cause);
        this.offset = offset;
    }

    /** Characters of the pattern in front of the error; all of them when it shows at the end only. */
    public int offset() {
        return offset;
    }
}
