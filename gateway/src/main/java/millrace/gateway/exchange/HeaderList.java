package millrace.gateway.exchange;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import millrace.http.codec.Output;

/**
 * The field lines of a reply: copied into memory of its own, so that they may be changed in any way before they are
 * sent. Cleared and used again it allocates nothing. Names are compared in either case of letters.
 *
 * <p>A line stands there as it is sent, its end included: as long as none is changed or removed, all are one piece.
 */
public final class HeaderList {
    private static final int NAME = 0;
    private static final int NAME_END = 1;
    private static final int VALUE = 2;
    private static final int VALUE_END = 3;
    private static final int CRLF_BYTES = 2;

    private byte[] store = new byte[1024];
    private int used;
    private int[] spans = new int[4 * 24];
    private int count;
    private boolean whole = true;

    public void clear() {
        used = 0;
        count = 0;
        whole = true;
    }

    /** Lines, the removed ones included: see {@link #isRemoved}. */
    public int count() {
        return count;
    }

    public boolean isRemoved(int line) {
        return spans[line * 4 + NAME_END] < 0;
    }

    public byte[] store() {
        return store;
    }

    public int valueStart(int line) {
        return spans[line * 4 + VALUE];
    }

    public int valueEnd(int line) {
        return spans[line * 4 + VALUE_END];
    }

    public int nameStart(int line) {
        return spans[line * 4 + NAME];
    }

    public int nameEnd(int line) {
        return spans[line * 4 + NAME_END];
    }

    public String name(int line) {
        return text(nameStart(line), nameEnd(line));
    }

    public String value(int line) {
        return text(valueStart(line), valueEnd(line));
    }

    private String text(int from, int to) {
        return new String(store, from, to - from, StandardCharsets.ISO_8859_1);
    }

    /** A further line, whatever lines of that name there are. */
    public void add(byte[] name, int nameFrom, int nameTo, byte[] value, int valueFrom, int valueTo) {
        write(line(), name, nameFrom, nameTo, value, valueFrom, valueTo);
    }

    /** A further line, which stands in an array with the one blank behind the colon that is usual, or any other. */
    public void add(byte[] source, int nameFrom, int nameTo, int valueFrom, int valueTo) {
        if (valueFrom != nameTo + 2 || source[nameTo + 1] != ' ') {
            add(source, nameFrom, nameTo, source, valueFrom, valueTo);
            return;
        }
        int size = valueTo - nameFrom;
        ensure(size + CRLF_BYTES);
        System.arraycopy(source, nameFrom, store, used, size);
        ended(line(), nameTo - nameFrom, size);
    }

    public void add(byte[] name, byte[] value) {
        add(name, 0, name.length, value, 0, value.length);
    }

    /** As {@link #add(byte[], byte[])}; characters beyond ISO 8859-1 become question marks. */
    public void add(String name, String value) {
        add(name.getBytes(StandardCharsets.ISO_8859_1), value.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** A line whose value is what an output holds. */
    public void add(byte[] name, Output value) {
        add(name, 0, name.length, value.bytes(), 0, value.length());
    }

    /** The one line of that name from here on. */
    public void set(String name, String value) {
        remove(name);
        add(name, value);
    }

    /** The first line of that name from line {@code from} on, or −1. */
    public int indexOf(String name, int from) {
        for (int i = from; i < count; i++) {
            if (is(i, name)) {
                return i;
            }
        }
        return -1;
    }

    public boolean has(String name) {
        return indexOf(name, 0) >= 0;
    }

    /** The value of the first line of that name, or {@code null}. */
    public String get(String name) {
        int line = indexOf(name, 0);
        return line < 0 ? null : value(line);
    }

    /** Whether a line that is not removed has that name. */
    public boolean is(int line, String name) {
        int start = spans[line * 4 + NAME];
        int size = name.length();
        if (spans[line * 4 + NAME_END] - start != size) {
            return false;
        }
        for (int i = 0; i < size; i++) {
            if (lower(store[start + i]) != lower((byte) name.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    private static int lower(byte c) {
        return c >= 'A' && c <= 'Z' ? c | 0x20 : c;
    }

    /** Whether any line of that name was there. */
    public boolean remove(String name) {
        boolean found = false;
        for (int i = indexOf(name, 0); i >= 0; i = indexOf(name, i + 1)) {
            removeLine(i);
            found = true;
        }
        return found;
    }

    public void removeLine(int line) {
        spans[line * 4 + NAME_END] = Integer.MIN_VALUE;
        whole = false;
    }

    /** Another value for a line. */
    public void value(int line, String value) {
        byte[] octets = value.getBytes(StandardCharsets.ISO_8859_1);
        int name = nameStart(line);
        int nameEnd = nameEnd(line);
        whole = false;
        write(line * 4, store, name, nameEnd, octets, 0, octets.length);
    }

    /** All lines as they are sent. */
    public void writeTo(Output out) {
        if (whole) {
            out.put(store, 0, used);
            return;
        }
        for (int i = 0; i < count; i++) {
            if (!isRemoved(i)) {
                int name = nameStart(i);
                out.put(store, name, valueEnd(i) + CRLF_BYTES - name);
            }
        }
    }

    private int line() {
        int at = count++ * 4;
        if (at == spans.length) {
            spans = Arrays.copyOf(spans, at * 2);
        }
        return at;
    }

    private void write(int at, byte[] name, int nameFrom, int nameTo, byte[] value, int valueFrom, int valueTo) {
        int nameSize = nameTo - nameFrom;
        int valueSize = valueTo - valueFrom;
        ensure(nameSize + valueSize + 2 + CRLF_BYTES);
        System.arraycopy(name, nameFrom, store, used, nameSize);
        store[used + nameSize] = ':';
        store[used + nameSize + 1] = ' ';
        System.arraycopy(value, valueFrom, store, used + nameSize + 2, valueSize);
        ended(at, nameSize, nameSize + 2 + valueSize);
    }

    /** The line that was written behind the others, up to the end of its value, gets its own end and its spans. */
    private void ended(int at, int nameSize, int size) {
        int start = used;
        int end = start + size;
        store[end] = '\r';
        store[end + 1] = '\n';
        used = end + CRLF_BYTES;
        spans[at + NAME] = start;
        spans[at + NAME_END] = start + nameSize;
        spans[at + VALUE] = start + nameSize + 2;
        spans[at + VALUE_END] = end;
    }

    private void ensure(int more) {
        if (store.length - used < more) {
            store = Arrays.copyOf(store, Math.max(used + more, 2 * store.length));
        }
    }
}
