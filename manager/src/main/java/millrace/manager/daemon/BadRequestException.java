package millrace.manager.daemon;

/** A request that makes no sense, or cannot be done. The message is a sentence for people. */
final class BadRequestException extends RuntimeException {
    private static final long serialVersionUID = 1;

    BadRequestException(String sentence) {
        super(sentence, null, false, false);
    }
}
