package millrace.bench.client;

import java.util.Arrays;

/** Compares a body with the expected one while it comes. */
final class BodyCheck {
    private byte[] expected;
    private int matched;
    private boolean differs;

    BodyCheck(byte[] expected) {
        this.expected = expected;
    }

    void begin() {
        matched = 0;
        differs = false;
    }

    /** Another one is expected this time. */
    void begin(byte[] other) {
        expected = other;
        begin();
    }

    void take(byte[] b, int from, int end) {
        int length = end - from;
        if (differs || length > expected.length - matched
                || !Arrays.equals(b, from, end, expected, matched, matched + length)) {
            differs = true;
            return;
        }
        matched += length;
    }

    boolean matched() {
        return !differs && matched == expected.length;
    }
}
