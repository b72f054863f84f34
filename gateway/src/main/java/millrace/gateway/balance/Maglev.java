package millrace.gateway.balance;

import java.util.Arrays;

/**
 * Consistent hashing by a table: each peer fills places in an order of its own, in turns by weight, until all 65,537
 * are taken. Shares are even to the per cent, and a peer that goes moves few keys but its own. A look-up is one read.
 *
 * <p>Source: Eisenbud and others, Maglev: A Fast and Reliable Software Network Load Balancer (NSDI 2016), 3.4.
 */
final class Maglev implements Chooser {
    static final Method METHOD = Maglev::new;
    static final int PLACES = 65_537;

    private final int[] table = new int[PLACES];

    Maglev(Tier tier) {
        int n = tier.size();
        Arrays.fill(table, NONE);
        if (n == 0) {
            return;
        }
        long[] offset = new long[n];
        long[] skip = new long[n];
        int heaviest = 1;
        for (int i = 0; i < n; i++) {
            byte[] name = tier.peers[i].nameBytes();
            long hash = hash(name, name.length);
            offset[i] = Long.remainderUnsigned(hash, PLACES);
            skip[i] = Long.remainderUnsigned(mix(hash), PLACES - 1) + 1;
            heaviest = Math.max(heaviest, tier.peers[i].weight());
        }
        fill(tier, offset, skip, heaviest);
    }

    private void fill(Tier tier, long[] next, long[] skip, int heaviest) {
        int[] credit = new int[next.length];
        for (int taken = 0; ; ) {
            for (int i = 0; i < next.length; i++) {
                credit[i] += tier.peers[i].weight();
                if (credit[i] < heaviest) {
                    continue;
                }
                credit[i] -= heaviest;
                while (table[(int) next[i]] != NONE) {
                    next[i] = (next[i] + skip[i]) % PLACES;
                }
                table[(int) next[i]] = i;
                if (++taken == PLACES) {
                    return;
                }
            }
        }
    }

    @Override
    public int choose(Selection selection) {
        HashWalk walk = selection.walk;
        if (selection.key.length() == 0 || selection.tier().size() == 0) {
            return RoundRobin.choose(selection, NONE);
        }
        if (walk.rehashes++ == 0) {
            walk.hash = (int) Long.remainderUnsigned(hash(selection.key.bytes(), selection.key.length()), PLACES);
        }
        while (!walk.isOver()) {
            int index = table[walk.hash];
            if (selection.eligible(index)) {
                return index;
            }
            walk.hash = (walk.hash + 1) % PLACES;
            walk.miss();
        }
        return RoundRobin.choose(selection, NONE);
    }

    /** FNV-1a, mixed: short names that differ in a digit must not be neighbours. */
    static long hash(byte[] bytes, int length) {
        long hash = 0xcbf29ce484222325L;
        for (int i = 0; i < length; i++) {
            hash = (hash ^ bytes[i] & 0xff) * 0x100000001b3L;
        }
        return mix(hash);
    }

    private static long mix(long hash) {
        long mixed = (hash ^ hash >>> 33) * 0xff51afd7ed558ccdL;
        mixed = (mixed ^ mixed >>> 33) * 0xc4ceb9fe1a85ec53L;
        return mixed ^ mixed >>> 33;
    }
}
