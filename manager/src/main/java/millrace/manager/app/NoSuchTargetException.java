package millrace.manager.app;

/** Nothing is called so. The message is a sentence for people. */
public final class NoSuchTargetException extends Exception {
    private static final long serialVersionUID = 1;

    NoSuchTargetException(String sentence) {
        super(sentence, null, false, false);
    }
}
