package millrace.regex.analysis;

/** A pattern is not of the syntax it was said to be of. The message is one sentence with the place. */
public final class RegexSyntaxException extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    private final String pattern;
    private final int offset;

    public RegexSyntaxException(String problem, String pattern, int offset) {
        super(problem + " at offset " + offset + " of: " + pattern);
        this.pattern = pattern;
        this.offset = offset;
    }

    public String pattern() {
        return pattern;
    }

    /** Where, in UTF-16 units of the pattern. */
    public int offset() {
        return offset;
    }
}
