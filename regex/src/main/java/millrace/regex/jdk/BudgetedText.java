package millrace.regex.jdk;

/**
 * A text that counts how often a character of it is looked at, and throws {@link Exhausted} beyond a limit. It is how a
 * {@code java.util.regex} matcher, which cannot be interrupted, is stopped. For one thread.
 */
public final class BudgetedText implements CharSequence {
    /** Made beforehand: where it is thrown, the stack may have no room left to load a class. */
    private static final Exhausted EXHAUSTED = new Exhausted();

    private final String text;
    /** Of the text: read without a further call, which counts where nothing is compiled yet. */
    private final char[] characters;
    private final long limit;
    private long steps;

    public BudgetedText(String text, long limit) {
        this.text = text;
        this.characters = text.toCharArray();
        this.limit = limit;
    }

    /** Thrown out of the matcher. It has no stack trace: the matcher's may be thousands of frames deep. */
    public static final class Exhausted extends RuntimeException {
        private static final long serialVersionUID = 1;

        private Exhausted() {
            super("the step budget is used up", null, false, false);
        }
    }

    public long steps() {
        return steps;
    }

    @Override
    public char charAt(int index) {
        if (++steps > limit) {
            throw EXHAUSTED;
        }
        return characters[index];
    }

    @Override
    public int length() {
        return characters.length;
    }

    @Override
    public CharSequence subSequence(int start, int end) {
        return text.subSequence(start, end);
    }

    @Override
    public String toString() {
        return text;
    }
}
