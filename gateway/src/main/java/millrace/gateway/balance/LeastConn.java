package millrace.gateway.balance;

/** The fewest connections by weight; among equals, round robin. */
final class LeastConn implements Chooser {
    static final Method METHOD = tier -> new LeastConn();

    @Override
    public int choose(Selection selection) {
        Peer[] peers = selection.peers();
        int best = NONE;
        boolean several = false;
        for (int i = 0; i < peers.length; i++) {
            if (!selection.eligible(i)) {
                continue;
            }
            int order = best == NONE ? -1 : compare(selection, peers[i], peers[best]);
            if (order < 0) {
                best = i;
                several = false;
            } else {
                several |= order == 0;
            }
        }
        return several ? amongEquals(selection, best) : best;
    }

    private static int amongEquals(Selection selection, int first) {
        Peer[] peers = selection.peers();
        int best = first;
        long total = 0;
        for (int i = first; i < peers.length; i++) {
            if (selection.eligible(i) && compare(selection, peers[i], peers[best]) == 0) {
                total += RoundRobin.collect(selection, peers[i]);
                if (peers[i].state.currentWeight > peers[best].state.currentWeight) {
                    best = i;
                }
            }
        }
        peers[best].state.currentWeight -= total;
        return best;
    }

    /** Below 0 when the first has fewer connections for its weight. A slow start counts as less weight. */
    static int compare(Selection selection, Peer one, Peer other) {
        return Long.compare(one.state.conns * weight(selection, other), other.state.conns * weight(selection, one));
    }

    static long weight(Selection selection, Peer peer) {
        return RoundRobin.ramp(selection, peer, peer.weight());
    }
}
