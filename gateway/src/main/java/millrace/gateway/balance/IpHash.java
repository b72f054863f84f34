package millrace.gateway.balance;

/**
 * By the client's address: the first three octets of IPv4, all of IPv6, so that the clients of a network stay
 * together. The numbers are nginx's, so that a client keeps its peer when nginx is replaced.
 */
final class IpHash implements Chooser {
    static final Method METHOD = tier -> new IpHash();
    private static final int START = 89;
    private static final int IPV4_OCTETS = 3;
    private static final int NONE_OCTETS = 3;

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
    private static int mix(int hash, Octets address) {
        int octets = address.isEmpty() ? NONE_OCTETS : address.length == 4 ? IPV4_OCTETS : address.length;
        for (int i = 0; i < octets; i++) {
            int octet = address.isEmpty() ? 0 : address.bytes[i] & 0xff;
            hash = (hash * 113 + octet) % 6_271;
        }
        return hash;
    }
}
