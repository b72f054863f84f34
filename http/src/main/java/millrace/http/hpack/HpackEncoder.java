package millrace.http.hpack;

import java.util.Arrays;

/**
 * Encodes field lines as a block (RFC 7541 section 6): what repeats from one message to the next becomes one octet.
 *
 * <p>What is secret is never put into the table, where one could guess at it by sizes (section 7.1.3); what is different
 * each time is not worth it. Allocates nothing in steady state. For one thread at a time.
 */
public final class HpackEncoder {
    /** More is not kept, whatever the other side offers. */
    private static final int MOST_TABLE_BYTES = 4096;

    private static final int STATUS_200 = 8;
    private static final int STATUS_500 = 14;
    private static final int SLOTS = 128;

    private static final int INDEXED = 0x80;
    private static final int KEPT = 0x40;
    private static final int SIZE = 0x20;
    private static final int NEVER_KEPT = 0x10;
    private static final int NOT_KEPT = 0;

    private final DynamicTable table = new DynamicTable(MOST_TABLE_BYTES);

    // Where in the table a field or a name may be: the number of its entry and one, by a hash. What is wrong is not found.
    private final int[] fields = new int[SLOTS];
    private final int[] names = new int[SLOTS];

    private int smallestSize = Integer.MAX_VALUE;
    private boolean sizeChanged;

    private byte[] name = new byte[64];
    private byte[] out = new byte[256];
    private int length;

    /** What has been written since {@link #begin}. */
    public byte[] bytes() {
        return out;
    }

    public int length() {
        return length;
    }

    /** The other side's SETTINGS_HEADER_TABLE_SIZE; the next block says what is used of it. */
    public void allowTable(long mostBytes) {
        int size = (int) Math.min(mostBytes, MOST_TABLE_BYTES);
        if (size != table.maxSize() || sizeChanged) {
            smallestSize = Math.min(smallestSize, size);
            sizeChanged = true;
            table.resize(size);
        }
    }

    /** Begins a block. */
    public void begin() {
        length = 0;
        if (sizeChanged) {
            if (smallestSize < table.maxSize()) {
                integer(SIZE, 0x1f, smallestSize);
            }
            integer(SIZE, 0x1f, table.maxSize());
            sizeChanged = false;
            smallestSize = Integer.MAX_VALUE;
        }
    }

    /** The field {@code :status}. */
    public void status(int code) {
        for (int i = STATUS_200; i <= STATUS_500; i++) {
            byte[] value = StaticTable.VALUES[i];
            if ((value[0] - '0') * 100 + (value[1] - '0') * 10 + value[2] - '0' == code) {
                integer(INDEXED, 0x7f, i);
                return;
            }
        }
        ensureName(3);
        name[0] = (byte) ('0' + code / 100);
        name[1] = (byte) ('0' + code / 10 % 10);
        name[2] = (byte) ('0' + code % 10);
        integer(NOT_KEPT, 0x0f, STATUS_200);
        string(name, 0, 3);
    }

    /**
     * Field lines as HTTP/1 has them. Names become small; what concerns a connection of HTTP/1 is left out (RFC 9113
     * section 8.2.2).
     */
    public void lines(byte[] b, int from, int to) {
        int p = from;
        while (p < to) {
            int colon = p;
            while (b[colon] != ':' || colon == p) {
                colon++;
            }
            int stop = colon + 1;
            while (b[stop] != '\r') {
                stop++;
            }
            int value = colon + 1;
            while (value < stop && isBlank(b[value])) {
                value++;
            }
            int end = stop;
            while (end > value && isBlank(b[end - 1])) {
                end--; // Whoever gets it would refuse the whole message (RFC 9113 section 8.2.1).
            }
            lower(b, p, colon);
            if (!isOfConnection(colon - p)) {
                field(colon - p, b, value, end);
            }
            p = stop + 2;
        }
    }

    private static boolean isBlank(byte octet) {
        return octet == ' ' || octet == '\t';
    }

    private void lower(byte[] b, int from, int to) {
        ensureName(to - from);
        for (int p = from; p < to; p++) {
            byte c = b[p];
            name[p - from] = c >= 'A' && c <= 'Z' ? (byte) (c | 0x20) : c;
        }
    }

    private void ensureName(int size) {
        if (name.length < size) {
            name = Arrays.copyOf(name, 2 * size);
        }
    }

    private boolean isOfConnection(int size) {
        return switch (size) {
            case 7 -> Indexing.isNamed(name, size, Indexing.UPGRADE);
            case 10 -> Indexing.isNamed(name, size, Indexing.CONNECTION) || Indexing.isNamed(name, size, Indexing.KEEP_ALIVE);
            case 16 -> Indexing.isNamed(name, size, Indexing.PROXY_CONNECTION);
            case 17 -> Indexing.isNamed(name, size, Indexing.TRANSFER_ENCODING);
            default -> false;
        };
    }

    /** A field whose name is in {@link #name}. */
    private void field(int nameLength, byte[] b, int value, int end) {
        int entry = StaticTable.find(name, 0, nameLength);
        int whole = entry == 0 ? 0 : StaticTable.withValue(entry, b, value, end);
        if (whole > 0) {
            integer(INDEXED, 0x7f, whole);
            return;
        }
        Indexing indexing = entry == 0 ? Indexing.KEPT : Indexing.of(entry);
        if (indexing != Indexing.KEPT || nameLength + end - value + DynamicTable.OVERHEAD > table.maxSize() / 2) {
            boolean secret = indexing == Indexing.SECRET;
            literal(secret ? NEVER_KEPT : NOT_KEPT, 0x0f, entry, nameLength, b, value, end);
            return;
        }
        int nameHash = Bytes.hash(17, name, 0, nameLength);
        int slot = Bytes.hash(nameHash, b, value, end) >>> 25;
        int known = entryOf(fields[slot]);
        if (known >= 0 && hasName(known, nameLength) && Bytes.same(
                table.bytes(), table.valueStart(known), table.valueLength(known), b, value, end - value)) {
            integer(INDEXED, 0x7f, StaticTable.COUNT + 1 + known);
            return;
        }
        int nameSlot = nameHash >>> 25;
        int index = entry;
        int named = entryOf(names[nameSlot]);
        if (index == 0 && named >= 0 && hasName(named, nameLength)) {
            index = StaticTable.COUNT + 1 + named;
        }
        literal(KEPT, 0x3f, index, nameLength, b, value, end);
        table.add(name, 0, nameLength, b, value, end - value);
        fields[slot] = table.added();
        names[nameSlot] = table.added();
    }

    /** The place of the entry with a number, −1 when it is not there any more. */
    private int entryOf(int number) {
        int entry = table.added() - number;
        return number != 0 && entry < table.count() ? entry : -1;
    }

    private boolean hasName(int entry, int nameLength) {
        return Bytes.same(table.bytes(), table.nameStart(entry), table.nameLength(entry), name, 0, nameLength);
    }

    private void literal(int kind, int mask, int index, int nameLength, byte[] b, int value, int end) {
        integer(kind, mask, index);
        if (index == 0) {
            string(name, 0, nameLength);
        }
        string(b, value, end);
    }

    private void string(byte[] b, int from, int to) {
        int plain = to - from;
        int encoded = Huffman.encodedLength(b, from, to);
        if (encoded < plain) {
            integer(0x80, 0x7f, encoded);
            room(encoded);
            length = Huffman.encode(b, from, to, out, length);
        } else {
            integer(0, 0x7f, plain);
            room(plain);
            System.arraycopy(b, from, out, length, plain);
            length += plain;
        }
    }

    private void integer(int kind, int mask, int value) {
        room(6);
        if (value < mask) {
            out[length++] = (byte) (kind | value);
            return;
        }
        out[length++] = (byte) (kind | mask);
        int rest = value - mask;
        for (; rest > 0x7f; rest >>>= 7) {
            out[length++] = (byte) (rest | 0x80);
        }
        out[length++] = (byte) rest;
    }

    private void room(int more) {
        if (out.length - length < more) {
            out = Arrays.copyOf(out, Math.max(length + more, 2 * out.length));
        }
    }
}
