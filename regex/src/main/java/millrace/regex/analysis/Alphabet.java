package millrace.regex.analysis;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * The classes of characters that a pattern tells apart. Sets of characters become sets of classes, so that an automaton
 * has a handful of symbols in place of a million.
 */
final class Alphabet {
    private final Map<CodePoints, Integer> numbers = new HashMap<>();
    private final List<CodePoints> sets = new ArrayList<>();
    /** For each class: which sets it is in, and a member good to read. */
    private final List<BitSet> memberships = new ArrayList<>();
    private final List<Integer> members = new ArrayList<>();

    Alphabet(Iterable<CodePoints> used, boolean codePoints) {
        for (CodePoints set : used) {
            if (numbers.putIfAbsent(set, sets.size()) == null) {
                sets.add(set);
            }
        }
        int last = codePoints ? Character.MAX_CODE_POINT : Character.MAX_VALUE;
        TreeSet<Integer> begins = new TreeSet<>(List.of(0, (int) '0', '9' + 1, (int) 'A', 'Z' + 1, (int) 'a',
                'z' + 1, 127, 0xd800, 0xe000));
        for (CodePoints set : sets) {
            for (int i = 0; i < set.bounds().length; i++) {
                begins.add(set.bounds()[i] + (i & 1));
            }
        }
        Map<BitSet, Integer> classes = new HashMap<>();
        for (int begin : begins.headSet(last, true)) {
            classify(begin, classes);
        }
    }

    private void classify(int character, Map<BitSet, Integer> classes) {
        BitSet membership = new BitSet();
        for (int i = 0; i < sets.size(); i++) {
            membership.set(i, sets.get(i).contains(character));
        }
        Integer known = classes.putIfAbsent(membership, members.size());
        if (known == null) {
            memberships.add(membership);
            members.add(character);
        } else if (ugliness(character) < ugliness(members.get(known))) {
            members.set(known, character);
        }
    }

    /** Readers and terminals like letters best. */
    private static int ugliness(int c) {
        return c >= 'a' && c <= 'z' ? 0 : c >= 'A' && c <= 'Z' ? 1 : c >= '0' && c <= '9' ? 2 : c > ' ' && c < 127 ? 3
                : c == ' ' ? 4 : c < 127 ? 5 : Character.isSurrogate((char) c) && c <= 0xffff ? 7 : 6;
    }

    int size() {
        return members.size();
    }

    int member(int symbol) {
        return members.get(symbol);
    }

    /** The classes that make up a set that the alphabet was made from, as bits. */
    long[] symbols(CodePoints set) {
        int number = numbers.get(set);
        long[] bits = new long[members.size() + 63 >> 6];
        for (int symbol = 0; symbol < members.size(); symbol++) {
            if (memberships.get(symbol).get(number)) {
                bits[symbol >> 6] |= 1L << symbol;
            }
        }
        return bits;
    }

    /** A symbol that is in all three, or −1. */
    static int common(long[] one, long[] other, long[] third) {
        for (int i = 0; i < one.length; i++) {
            long both = one[i] & other[i] & third[i];
            if (both != 0) {
                return i * 64 + Long.numberOfTrailingZeros(both);
            }
        }
        return -1;
    }
}
