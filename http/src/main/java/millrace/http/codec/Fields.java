package millrace.http.codec;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Field lines of one message, in the order they came: offsets into the buffer that holds them, nothing is copied.
 *
 * <p>Valid as long as that buffer is. Names are compared in either case of letters; a value is without the whitespace
 * around it, and read as ISO 8859-1 (RFC 9110 section 5.5). Not safe for several threads.
 */
public final class Fields {
    private static final int NAME = 0;
    private static final int NAME_END = 1;
    private static final int VALUE = 2;
    private static final int VALUE_END = 3;

    private byte[] bytes = {};
    private int base;
    private int[] spans = new int[4 * 16];
    private int count;

    void clear() {
        count = 0;
    }

    /** Says where the message begins now; all offsets are relative to it. */
    void bind(byte[] buffer, int offset) {
        bytes = buffer;
        base = offset;
    }

    void add(int nameStart, int nameEnd, int valueStart, int valueEnd) {
        if (count * 4 == spans.length) {
            spans = Arrays.copyOf(spans, spans.length * 2);
        }
        set(count++, nameStart, nameEnd, valueStart, valueEnd);
    }

    void set(int line, int nameStart, int nameEnd, int valueStart, int valueEnd) {
        int at = line * 4;
        spans[at + NAME] = nameStart;
        spans[at + NAME_END] = nameEnd;
        spans[at + VALUE] = valueStart;
        spans[at + VALUE_END] = valueEnd;
    }

    void remove(int line) {
        System.arraycopy(spans, line * 4 + 4, spans, line * 4, (count - line - 1) * 4);
        count--;
    }

    public int count() {
        return count;
    }

    public byte[] buffer() {
        return bytes;
    }

    /** Where in {@link #buffer} the name of a line begins. */
    public int nameStart(int line) {
        return base + spans[line * 4 + NAME];
    }

    public int nameEnd(int line) {
        return base + spans[line * 4 + NAME_END];
    }

    public int valueStart(int line) {
        return base + spans[line * 4 + VALUE];
    }

    public int valueEnd(int line) {
        return base + spans[line * 4 + VALUE_END];
    }

    public String name(int line) {
        return text(nameStart(line), nameEnd(line));
    }

    public String value(int line) {
        return text(valueStart(line), valueEnd(line));
    }

    /** The first line with a name from line {@code from} on, or −1. */
    public int indexOf(String name, int from) {
        int length = name.length();
        for (int i = from; i < count; i++) {
            if (spans[i * 4 + NAME_END] - spans[i * 4 + NAME] == length && isNamed(i, name)) {
                return i;
            }
        }
        return -1;
    }

    /** The value of the first line with a name, or null. */
    public String get(String name) {
        int line = indexOf(name, 0);
        return line < 0 ? null : value(line);
    }

    boolean isNamed(int line, String name) {
        return Chars.equalsIgnoreCase(bytes, nameStart(line), nameEnd(line), name);
    }

    /** Whether a line's value is a text, in either case of letters. */
    public boolean valueIs(int line, String text) {
        return Chars.equalsIgnoreCase(bytes, valueStart(line), valueEnd(line), text);
    }

    private String text(int from, int to) {
        return new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
    }
}
