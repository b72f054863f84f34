package millrace.http.codec;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A growing array that messages are written into; cleared and used again, it allocates nothing. Not safe for several
 * threads.
 *
 * <p>What comes from an application is checked: a field name must be a token and a value must be free of control
 * characters, else an {@link IllegalArgumentException} tells. So no text can end a line and begin another field.
 */
public final class Output {
    private static final byte[] HEX = ascii("0123456789abcdef");

    private byte[] bytes;
    private int length;

    public Output(int capacity) {
        bytes = new byte[capacity];
    }

    /** The octets of a text that has none beyond ISO 8859-1: for constants. */
    public static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    public byte[] bytes() {
        return bytes;
    }

    public int length() {
        return length;
    }

    /** Forgets what was written from a length on. */
    public void truncate(int to) {
        length = to;
    }

    public void clear() {
        length = 0;
    }

    /** The status line of HTTP/1.1. */
    public Output status(int status) {
        return put(Status.line(status));
    }

    /** A field line. */
    public Output field(String name, String value) {
        int before = length;
        name(name);
        ensure(value.length() + 2);
        for (int i = 0; i < value.length(); i++) {
            char c = value.charAt(i);
            if (c > 0xff || !Chars.isValue((byte) c)) {
                length = before;
                throw badValue(name, i, c);
            }
            bytes[length++] = (byte) c;
        }
        return crlf();
    }

    /** A field line with a number. */
    public Output field(String name, long value) {
        return name(name).number(value).crlf();
    }

    private Output name(String name) {
        int size = name.length();
        ensure(size + 2);
        if (size == 0) {
            throw new IllegalArgumentException("a field name is empty");
        }
        for (int i = 0; i < size; i++) {
            char c = name.charAt(i);
            if (c > 0x7f || !Chars.isToken(c)) {
                throw new IllegalArgumentException("the field name <" + printable(name) + "> is not a token");
            }
            bytes[length + i] = (byte) c;
        }
        length += size;
        bytes[length++] = ':';
        bytes[length++] = ' ';
        return this;
    }

    private static IllegalArgumentException badValue(String name, int index, char c) {
        String what = c > 0xff ? "a character beyond ISO 8859-1: encode it first" : "a control character";
        return new IllegalArgumentException(
                "the value of field " + name + " has " + what + " (\\u%04x at index %d)".formatted((int) c, index));
    }

    private static String printable(String text) {
        return text.replaceAll("[^\\x20-\\x7e]", "?");
    }

    /** The beginning of a chunk. */
    public Output chunkSize(int size) {
        ensure(10);
        int shift = 28 - (Integer.numberOfLeadingZeros(size | 1) & ~3);
        for (; shift >= 0; shift -= 4) {
            bytes[length++] = HEX[size >>> shift & 15];
        }
        return crlf();
    }

    public Output crlf() {
        ensure(2);
        bytes[length++] = '\r';
        bytes[length++] = '\n';
        return this;
    }

    /** A number from 0 on, in decimal digits. */
    public Output number(long value) {
        ensure(20);
        int digits = 1;
        for (long rest = value / 10; rest != 0; rest /= 10) {
            digits++;
        }
        length += digits;
        long rest = value;
        for (int at = length - 1; digits > 0; digits--) {
            bytes[at--] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        return this;
    }

    public Output put(byte[] source) {
        return put(source, 0, source.length);
    }

    public Output put(byte[] source, int offset, int count) {
        ensure(count);
        System.arraycopy(source, offset, bytes, length, count);
        length += count;
        return this;
    }

    /** Text in UTF-8. A surrogate without its partner becomes a question mark, as everywhere in the JDK. */
    public Output utf8(String text) {
        int size = text.length();
        ensure(size);
        for (int i = 0; i < size; i++) {
            char c = text.charAt(i);
            if (c > 0x7f) {
                return put(text.substring(i).getBytes(StandardCharsets.UTF_8));
            }
            bytes[length++] = (byte) c;
        }
        return this;
    }

    private void ensure(int more) {
        if (bytes.length - length < more) {
            bytes = Arrays.copyOf(bytes, Math.max(length + more, 2 * bytes.length));
        }
    }
}
