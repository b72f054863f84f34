package millrace.gateway.balance;

import java.util.zip.CRC32;
import millrace.http.codec.Output;

/**
 * By a key, as {@code Cache::Memcached} does: {@code crc32([n] key)}, where n counts the attempts and is left out at
 * the first; each adds to the hash before. A peer more or less moves most keys.
 */
final class KeyHash implements Chooser {
    static final Method METHOD = tier -> new KeyHash();

    @Override
    public int choose(Selection selection) {
        HashWalk walk = selection.walk;
        Tier tier = selection.tier();
        if (tier.size() < 2 || selection.key.length() == 0) {
            return RoundRobin.choose(selection, NONE);
        }
        while (!walk.isOver()) {
            walk.hash += crc32(walk.rehashes, selection.key) >>> 16 & 0x7fff;
            walk.rehashes++;
            int index = tier.at(Integer.remainderUnsigned(walk.hash, tier.totalWeight));
            if (selection.eligible(index)) {
                return index;
            }
            walk.miss();
        }
        return RoundRobin.choose(selection, NONE);
    }

    private static int crc32(int attempt, Output key) {
        // Not kept: escape analysis makes it a local, and this method runs under locks of several groups at once.
        CRC32 crc = new CRC32();
        if (attempt > 0) {
            for (int divisor = attempt < 10 ? 1 : 10; divisor > 0; divisor /= 10) {
                crc.update('0' + attempt / divisor % 10);
            }
        }
        crc.update(key.bytes(), 0, key.length());
        return (int) crc.getValue();
    }
}
