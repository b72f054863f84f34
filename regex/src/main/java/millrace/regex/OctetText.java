package millrace.regex;

import java.nio.charset.StandardCharsets;

/** A range of octets as ISO 8859-1 that counts how often it is looked at, and ends the look when it is too often. */
final class OctetText implements CharSequence {
    private static final byte[] NOTHING = {};
    /** Made beforehand: where it is thrown, the stack may have no room left to load a class. */
    private static final Exhausted EXHAUSTED = new Exhausted();

    private byte[] octets = NOTHING;
    private int offset;
    private int length;
    private long steps;

    /** Thrown out of the matcher. It has no stack trace: the matcher's may be thousands of frames deep. */
    static final class Exhausted extends RuntimeException {
        private static final long serialVersionUID = 1;

        private Exhausted() {
            super("the step budget is used up", null, false, false);
        }
    }

    void set(byte[] source, int from, int size, long most) {
        octets = source;
        offset = from;
        length = size;
        steps = most;
    }

    void clear() {
        set(NOTHING, 0, 0, 0);
    }

    @Override
    public char charAt(int index) {
        if (--steps < 0) {
            throw EXHAUSTED;
        }
        return (char) (octets[offset + index] & 0xff);
    }

    @Override
    public int length() {
        return length;
    }

    @Override
    public CharSequence subSequence(int start, int end) {
        return new String(octets, offset + start, end - start, StandardCharsets.ISO_8859_1);
    }

    @Override
    public String toString() {
        return new String(octets, offset, length, StandardCharsets.ISO_8859_1);
    }
}
