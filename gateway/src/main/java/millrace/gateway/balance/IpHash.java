package millrace.gateway.balance;

import millrace.http.codec.Output;

/**
 * By the client's address: the first three octets of IPv4, all of IPv6, so that the clients of a network stay
 * together. The numbers are nginx's, so that a client keeps its peer when nginx is replaced.
 */
final class IpHash implements Chooser {
    static final Method METHOD = tier -> new IpHash();
    private static final int START = 89;
    private static final int IPV4 = 4;
    private static final int USED_OF_IPV4 = 3;
    private static final int IPV6 = 16;

    @Override
    public int choose(Selection selection) {
        HashWalk walk = selection.walk;
        Tier tier = selection.tier();
        if (tier.size() < 2) {
            return RoundRobin.choose(selection, NONE);
        }
        int hash = walk.rehashes == 0 ? START : walk.hash;
        while (!walk.isOver()) {
            hash = mix(hash, selection.key);
            int index = tier.at(hash % tier.totalWeight);
            if (selection.eligible(index)) {
                walk.hash = hash;
                walk.rehashes++;
                return index;
            }
            walk.miss();
        }
        return RoundRobin.choose(selection, NONE);
    }

    /** Clients of a Unix socket have no address, and share one hash. */
    private static int mix(int hash, Output address) {
        int length = address.length();
        boolean none = length != IPV4 && length != IPV6;
        int octets = length == IPV6 ? IPV6 : USED_OF_IPV4;
        for (int i = 0; i < octets; i++) {
            hash = (hash * 113 + (none ? 0 : address.bytes()[i] & 0xff)) % 6_271;
        }
        return hash;
    }
}
