package millrace.gateway.balance;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.CRC32;
import millrace.http.codec.Output;

/**
 * Consistent hashing as {@code Cache::Memcached::Fast} does it: each server has 160 points a weight on a ring, and a
 * key belongs to the next point. A server that goes takes only its own keys along.
 *
 * <p>Points belong to the text of a {@code server} line. The addresses that a name resolves to share them, and take
 * turns.
 */
final class Ketama implements Chooser {
    static final Method METHOD = Ketama::new;
    private static final int POINTS_PER_WEIGHT = 160;

    /** Hashes in ascending order, none twice, and the first peer of the server at each. */
    private final long[] points;

    Ketama(Tier tier) {
        long[] all = new long[tier.totalWeight * POINTS_PER_WEIGHT];
        int count = 0;
        for (int i = 0; i < tier.size(); i++) {
            count = place(tier, i, all, count);
        }
        Arrays.sort(all, 0, count);
        int kept = 0;
        for (int i = 0; i < count; i++) {
            if (kept == 0 || hash(all[kept - 1]) != hash(all[i])) {
                all[kept++] = all[i];
            }
        }
        points = Arrays.copyOf(all, kept);
    }

    private static int place(Tier tier, int index, long[] all, int count) {
        Peer peer = tier.peers[index];
        long previous = 0;
        CRC32 crc = new CRC32();
        byte[] host = hostAndPort(peer.server());
        for (int i = 0; i < peer.weight() * POINTS_PER_WEIGHT; i++) {
            crc.reset();
            crc.update(host);
            for (int shift = 0; shift < 32; shift += 8) {
                crc.update((int) (previous >> shift) & 0xff);
            }
            previous = crc.getValue();
            // The index below the hash: where servers collide, the first one listed has the point.
            all[count++] = previous << 31 | firstOf(tier, index);
        }
        return count;
    }

    private static int firstOf(Tier tier, int index) {
        for (int i = 0; i < index; i++) {
            if (tier.peers[i].server().equals(tier.peers[index].server())) {
                return i;
            }
        }
        return index;
    }

    /** Host, a zero octet, port; without the zero's port where the text has none, as of Unix sockets. */
    private static byte[] hostAndPort(String server) {
        String text;
        int colon = server.lastIndexOf(':');
        if (server.regionMatches(true, 0, "unix:", 0, 5)) {
            text = server.substring(5) + '\0';
        } else if (colon >= 0 && server.substring(colon + 1).chars().allMatch(c -> c >= '0' && c <= '9')) {
            text = server.substring(0, colon) + '\0' + server.substring(colon + 1);
        } else {
            text = server + '\0';
        }
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static long hash(long point) {
        return point >>> 31;
    }

    @Override
    public int choose(Selection selection) {
        HashWalk walk = selection.walk;
        Tier tier = selection.tier();
        if (points.length == 0 || selection.key.length() == 0) {
            return RoundRobin.choose(selection, NONE);
        }
        if (walk.rehashes == 0) {
            walk.hash = find(selection.key);
            walk.rehashes = 1;
        }
        while (!walk.isOver()) {
            int first = (int) points[Integer.remainderUnsigned(walk.hash, points.length)] & Integer.MAX_VALUE;
            int index = turn(selection, tier.peers, first);
            if (index != NONE) {
                return index;
            }
            walk.hash++;
            walk.miss();
        }
        return RoundRobin.choose(selection, NONE);
    }

    /** The first point at or after the hash of the key. */
    private int find(Output key) {
        CRC32 crc = new CRC32();
        crc.update(key.bytes(), 0, key.length());
        int found = Arrays.binarySearch(points, crc.getValue() << 31);
        return found < 0 ? -found - 1 : found;
    }

    private static int turn(Selection selection, Peer[] peers, int first) {
        String server = peers[first].server();
        int best = NONE;
        long total = 0;
        for (int i = first; i < peers.length; i++) {
            if (peers[i].server().equals(server) && selection.eligible(i)) {
                total += RoundRobin.collect(selection, peers[i]);
                if (best == NONE || peers[i].state.currentWeight > peers[best].state.currentWeight) {
                    best = i;
                }
            }
        }
        if (best != NONE) {
            peers[best].state.currentWeight -= total;
        }
        return best;
    }
}
