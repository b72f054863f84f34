package millrace.gateway.exchange;

import java.nio.charset.StandardCharsets;
import millrace.http.codec.Output;

/**
 * A range of octets that stands for a text, such as a request's path; read as ISO 8859-1. It is set anew for each
 * request and allocates nothing, unless somebody asks for the text as a {@link String}, which is then kept.
 */
public final class Text {
    private static final byte[] NOTHING = {};

    private byte[] bytes = NOTHING;
    private int start;
    private int end;
    private String string;
    private boolean present;

    /** Stands for nothing from here on; different from the empty text. */
    public void clear() {
        bytes = NOTHING;
        start = 0;
        end = 0;
        string = null;
        present = false;
    }

    /** The array is not copied: it must stay as it is for as long as this text is used. */
    public void set(byte[] array, int from, int to) {
        bytes = array;
        start = from;
        end = to;
        string = null;
        present = true;
    }

    public void set(String text) {
        byte[] octets = text.getBytes(StandardCharsets.ISO_8859_1);
        set(octets, 0, octets.length);
        string = text;
    }

    public void set(Text other) {
        bytes = other.bytes;
        start = other.start;
        end = other.end;
        string = other.string;
        present = other.present;
    }

    /** A copy of the octets takes the place of the range, which may then go away. */
    public void detach() {
        if (end > start) {
            byte[] copy = new byte[end - start];
            System.arraycopy(bytes, start, copy, 0, copy.length);
            bytes = copy;
            end -= start;
            start = 0;
        }
    }

    public boolean isPresent() {
        return present;
    }

    public byte[] bytes() {
        return bytes;
    }

    public int start() {
        return start;
    }

    public int end() {
        return end;
    }

    public int length() {
        return end - start;
    }

    public boolean isEmpty() {
        return start == end;
    }

    public byte at(int index) {
        return bytes[start + index];
    }

    public boolean is(String text) {
        int size = text.length();
        return size == length() && startsWith(text);
    }

    public boolean startsWith(String prefix) {
        int size = prefix.length();
        if (size > length()) {
            return false;
        }
        for (int i = 0; i < size; i++) {
            if ((bytes[start + i] & 0xff) != prefix.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    public void writeTo(Output out) {
        out.put(bytes, start, end - start);
    }

    @Override
    public String toString() {
        if (string == null) {
            string = new String(bytes, start, end - start, StandardCharsets.ISO_8859_1);
        }
        return string;
    }
}
