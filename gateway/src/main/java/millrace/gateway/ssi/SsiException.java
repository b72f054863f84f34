package millrace.gateway.ssi;

/** A command that cannot be carried out; the message is for the log. */
final class SsiException extends RuntimeException {
    private static final long serialVersionUID = 1;

    SsiException(String message) {
        super(message, null, false, false);
    }
}
