package millrace.http.hpack;

/**
 * The fields that both sides remember (RFC 7541 sections 2.3.2 and 4). Entry 0 is the newest. Its memory grows with what is
 * in it, up to twice its size, and is used again: it allocates nothing in steady state.
 */
final class DynamicTable {
    /** What an entry counts beyond its octets (section 4.1). */
    static final int OVERHEAD = 32;

    private static final int FEWEST = 16;

    /** The octets of all entries, the oldest first, somewhere in here without gaps. */
    private byte[] bytes = {};

    private int end;

    // Rings: entry number n, counted from the table's beginning, is at n modulo their length, which is a power of two.
    private int[] starts = {};
    private int[] nameLengths = {};
    private int[] valueLengths = {};

    private int added;
    private int count;
    private int size;
    private int maxSize;

    DynamicTable(int maxSize) {
        this.maxSize = maxSize;
    }

    int count() {
        return count;
    }

    int maxSize() {
        return maxSize;
    }

    /** How many entries there have ever been: the number of the next one. */
    int added() {
        return added;
    }

    byte[] bytes() {
        return bytes;
    }

    int nameStart(int entry) {
        return starts[at(entry)];
    }

    int nameLength(int entry) {
        return nameLengths[at(entry)];
    }

    int valueStart(int entry) {
        int at = at(entry);
        return starts[at] + nameLengths[at];
    }

    int valueLength(int entry) {
        return valueLengths[at(entry)];
    }

    private int at(int entry) {
        return added - 1 - entry & starts.length - 1;
    }

    void resize(int most) {
        maxSize = most;
        evict(most);
    }

    /** Adds an entry; one that is larger than the table empties it (section 4.4). */
    void add(byte[] names, int name, int nameLength, byte[] values, int value, int valueLength) {
        int length = nameLength + valueLength;
        evict(maxSize - length - OVERHEAD);
        if (length + OVERHEAD > maxSize) {
            return;
        }
        makeRoom(length);
        int at = added & starts.length - 1;
        starts[at] = end;
        nameLengths[at] = nameLength;
        valueLengths[at] = valueLength;
        System.arraycopy(names, name, bytes, end, nameLength);
        System.arraycopy(values, value, bytes, end + nameLength, valueLength);
        end += length;
        added++;
        count++;
        size += length + OVERHEAD;
    }

    private void evict(int most) {
        while (count > 0 && size > most) {
            int oldest = count - 1;
            size -= nameLength(oldest) + valueLength(oldest) + OVERHEAD;
            count--;
        }
    }

    private void makeRoom(int length) {
        if (count == starts.length) {
            growRings();
        }
        if (bytes.length - end < length) {
            int from = count == 0 ? end : nameStart(count - 1);
            int live = end - from;
            byte[] target = bytes;
            if (live + length > bytes.length / 2) {
                target = new byte[Math.max(256, Integer.highestOneBit(live + length) * 4)];
            }
            System.arraycopy(bytes, from, target, 0, live);
            for (int entry = 0; entry < count; entry++) {
                starts[at(entry)] -= from;
            }
            bytes = target;
            end = live;
        }
    }

    private void growRings() {
        int length = Math.max(FEWEST, 2 * starts.length);
        int[] newStarts = new int[length];
        int[] newNames = new int[length];
        int[] newValues = new int[length];
        for (int entry = 0; entry < count; entry++) {
            int to = added - 1 - entry & length - 1;
            newStarts[to] = nameStart(entry);
            newNames[to] = nameLength(entry);
            newValues[to] = valueLength(entry);
        }
        starts = newStarts;
        nameLengths = newNames;
        valueLengths = newValues;
    }
}
