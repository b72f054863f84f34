package millrace.http.hpack;

/**
 * Decodes field blocks (RFC 7541 section 6), one whole block at a time, into a {@link FieldSink}.
 *
 * <p>Bounded: an integer has at most five octets, a table no more than was allowed, and a list that is larger than the
 * limit is decoded on, for the table's sake, without being kept; one that is several times larger is not. Allocates
 * nothing in steady state. For one thread at a time.
 */
public final class HpackDecoder {
    public static final int DEFAULT_TABLE_BYTES = 4096;

    /** The block is in the sink. */
    public static final int DONE = 0;

    /** The block breaks the rules: the tables are out of step, and the connection is over. */
    public static final int MALFORMED = 1;

    /** The list is so large that nobody means it: a few octets that stand for very many. */
    public static final int BOMB = 2;

    /** A list beyond the limit may be so many times larger before it is a {@link #BOMB}. */
    private static final int PATIENCE = 8;

    private static final int MOST_SIZE_UPDATES = 2;
    private static final int LONGEST_INTEGER = 4;

    private final DynamicTable table = new DynamicTable(DEFAULT_TABLE_BYTES);
    private final int mostPadding;
    private int allowedTableBytes = DEFAULT_TABLE_BYTES;

    // The block that is decoded.
    private byte[] block;
    private int p;
    private int end;
    private FieldSink sink;

    public HpackDecoder() {
        this(Huffman.PADDING_BITS);
    }

    private HpackDecoder(int mostPadding) {
        this.mostPadding = mostPadding;
    }

    /** For what servers send: some fill strings in Huffman's code up with a whole octet, and nginx takes that. */
    public static HpackDecoder lenient() {
        return new HpackDecoder(Huffman.PADDING_BITS + 1);
    }

    /** What the other side has been told of its table's size (SETTINGS_HEADER_TABLE_SIZE), and has acknowledged. */
    public void allowTable(int mostBytes) {
        allowedTableBytes = mostBytes;
    }

    /**
     * Decodes a block.
     *
     * @param mostListBytes of names and values and 32 for each field (RFC 9113 section 6.5.2)
     * @return {@link #DONE}, {@link #MALFORMED} or {@link #BOMB}
     */
    public int decode(byte[] bytes, int from, int to, int mostListBytes, FieldSink target) {
        block = bytes;
        p = from;
        end = to;
        sink = target;
        if (!sizeUpdates()) {
            return MALFORMED;
        }
        long listBytes = 0;
        while (p < end) {
            int start = sink.length();
            int nameEnd = field();
            if (nameEnd < 0) {
                return MALFORMED;
            }
            boolean fitted = listBytes <= mostListBytes;
            listBytes += sink.length() - start - 2 + DynamicTable.OVERHEAD; // Without the colon and the blank.
            if (listBytes <= mostListBytes) {
                int valueEnd = sink.length();
                sink.put('\r', '\n');
                sink.field(start, nameEnd, nameEnd + 2, valueEnd);
            } else {
                sink.truncate(start);
                if (fitted) {
                    sink.overflow();
                }
                if (listBytes > (long) mostListBytes * PATIENCE) {
                    return BOMB;
                }
            }
        }
        return DONE;
    }

    /** Changes of the table's size stand at the beginning (section 4.2). */
    private boolean sizeUpdates() {
        for (int i = 0; p < end && (block[p] & 0xe0) == 0x20; i++) {
            int size = integer(0x1f);
            if (size < 0 || size > allowedTableBytes || i == MOST_SIZE_UPDATES) {
                return false;
            }
            table.resize(size);
        }
        return true;
    }

    /** Writes name, colon, blank and value; answers where the name ends, or −1. */
    private int field() {
        int first = block[p];
        if (first < 0) {
            return indexed();
        }
        if ((first & 0xe0) == 0x20) {
            return -1;
        }
        boolean kept = (first & 0x40) != 0;
        int start = sink.length();
        int index = integer(kept ? 0x3f : 0x0f);
        if (index < 0 || !(index == 0 ? string() : name(index))) {
            return -1;
        }
        int nameEnd = sink.length();
        sink.put(':', ' ');
        if (!string()) {
            return -1;
        }
        if (kept) {
            int valueStart = nameEnd + 2;
            table.add(sink.bytes(), start, nameEnd - start, sink.bytes(), valueStart, sink.length() - valueStart);
        }
        return nameEnd;
    }

    private int indexed() {
        int index = integer(0x7f);
        if (index <= 0 || !name(index)) {
            return -1;
        }
        int nameEnd = sink.length();
        sink.put(':', ' ');
        if (index <= StaticTable.COUNT) {
            byte[] value = StaticTable.VALUES[index];
            sink.put(value, 0, value.length);
        } else {
            int entry = index - StaticTable.COUNT - 1;
            sink.put(table.bytes(), table.valueStart(entry), table.valueLength(entry));
        }
        return nameEnd;
    }

    private boolean name(int index) {
        if (index <= StaticTable.COUNT) {
            byte[] name = StaticTable.NAMES[index];
            sink.put(name, 0, name.length);
            return true;
        }
        int entry = index - StaticTable.COUNT - 1;
        if (entry >= table.count()) {
            return false;
        }
        sink.put(table.bytes(), table.nameStart(entry), table.nameLength(entry));
        return true;
    }

    private boolean string() {
        if (p == end) {
            return false;
        }
        boolean huffman = block[p] < 0;
        int length = integer(0x7f);
        if (length < 0 || length > end - p) {
            return false;
        }
        int from = p;
        p += length;
        if (!huffman) {
            sink.put(block, from, length);
            return true;
        }
        int at = sink.length();
        int stop = Huffman.decode(block, from, p, sink.room(Huffman.mostDecoded(length)), at, mostPadding);
        sink.advance(Math.max(0, stop - at));
        return stop >= 0;
    }

    /** A number whose first bits are those of a mask (section 5.1); −1 for one that is cut off or too long. */
    private int integer(int mask) {
        int value = block[p++] & mask;
        if (value < mask) {
            return value;
        }
        for (int i = 0; i < LONGEST_INTEGER && p < end; i++) {
            int octet = block[p++];
            value += (octet & 0x7f) << 7 * i;
            if (octet >= 0) {
                return value;
            }
        }
        return -1;
    }
}
