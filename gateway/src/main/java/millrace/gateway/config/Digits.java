package millrace.gateway.config;

/** Whole numbers as configurations write them. */
public final class Digits {
    /** More are no sensible number, and might not fit. */
    private static final int MOST = 9;

    private Digits() {}

    /** The number, or −1 if the text is none. */
    public static int number(String text) {
        boolean digits = !text.isEmpty() && text.length() <= MOST && text.chars().allMatch(c -> c >= '0' && c <= '9');
        return digits ? Integer.parseInt(text) : -1;
    }
}
