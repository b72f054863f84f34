package millrace.regex.analysis;

/** A pattern goes beyond a limit of the analysis. */
final class TooLarge extends RuntimeException {
    private static final long serialVersionUID = 1;

    TooLarge(String what) {
        super(what, null, false, false);
    }
}
