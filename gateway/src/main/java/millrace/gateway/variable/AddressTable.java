package millrace.gateway.variable;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/**
 * Values of ranges of addresses; what is added later covers what was there. Looking up is a binary search. IPv4
 * addresses are those of IPv6 that are mapped from them. Built by one thread, then frozen and read by any number.
 */
final class AddressTable {
    /** What holds from an address on, until the next one; null stands for the default. */
    private final TreeMap<Address, String> edges = new TreeMap<>();
    private long[] highs = {};
    private long[] lows = {};
    private byte[][] values = {};

    private String otherwise = "";

    AddressTable() {
        edges.put(Address.FIRST, null);
    }

    /** What an address has that is in no range. */
    void defaultTo(String value) {
        otherwise = value;
    }

    /** From an address to another, both included. */
    void put(Address first, Address last, String value) {
        Address after = last.next();
        String behind = edges.floorEntry(last).getValue();
        edges.subMap(first, true, last, true).clear();
        edges.put(first, value);
        if (after != null && !edges.containsKey(after)) {
            edges.put(after, behind);
        }
    }

    void freeze() {
        highs = new long[edges.size()];
        lows = new long[edges.size()];
        values = new byte[edges.size()][];
        int at = 0;
        for (Map.Entry<Address, String> each : edges.entrySet()) {
            highs[at] = each.getKey().high();
            lows[at] = each.getKey().low();
            String value = each.getValue() == null ? otherwise : each.getValue();
            values[at++] = value.getBytes(StandardCharsets.ISO_8859_1);
        }
        edges.clear();
    }

    byte[] find(long high, long low) {
        int from = 0;
        int to = highs.length - 1;
        while (from < to) {
            int middle = from + to + 1 >>> 1;
            if (Address.compare(highs[middle], lows[middle], high, low) <= 0) {
                from = middle;
            } else {
                to = middle - 1;
            }
        }
        return values[from];
    }
}
