package millrace.cluster;

import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;

/**
 * Tells apart the listeners of one worker that ask for the same address: the lowest number that is free. Workers that do
 * the same thing in the same order so share the same ports.
 */
final class Indexes {
    private final Map<String, BitSet> taken = new HashMap<>();

    int take(String address) {
        BitSet numbers = taken.computeIfAbsent(address, any -> new BitSet());
        int index = numbers.nextClearBit(0);
        numbers.set(index);
        return index;
    }

    void giveBack(String address, int index) {
        BitSet numbers = taken.get(address);
        if (numbers != null) {
            numbers.clear(index);
        }
    }
}
