package millrace.gateway.balance;

/**
 * Smooth weighted round robin: in each round every peer collects a share by its weight, the richest is taken and pays
 * what all have collected. Weights 5, 1, 1 give a a b a c a a, not five in a row.
 *
 * <p>A failure lowers a peer's weight, and each round without one gives back a point. Shares are counted in
 * thousandths of a weight, so that a slow start can be a part of one; that changes no choice otherwise.
 */
final class RoundRobin implements Chooser {
    static final Method METHOD = tier -> new RoundRobin();
    private static final int POINT = 1_000;

    @Override
    public boolean countsSticky() {
        return true;
    }

    @Override
    public int choose(Selection selection) {
        return choose(selection, selection.stickyIndex());
    }

    static int choose(Selection selection, int sticky) {
        Peer[] peers = selection.peers();
        if (sticky >= 0 && overdrawn(selection, peers[sticky])) {
            return sticky;
        }
        int best = NONE;
        long total = 0;
        for (int i = 0; i < peers.length; i++) {
            if (selection.eligible(i)) {
                total += collect(selection, peers[i]);
                if (best == NONE || peers[i].state.currentWeight > peers[best].state.currentWeight) {
                    best = i;
                }
            }
        }
        best = sticky >= 0 ? sticky : best;
        if (best != NONE) {
            peers[best].state.currentWeight -= total;
        }
        return best;
    }

    /** Sticky requests are paid for, but not without limit: else a peer with many got no new client for as long. */
    private static boolean overdrawn(Selection selection, Peer peer) {
        long limit = -(long) (selection.tier().totalWeight - peer.weight()) * POINT;
        return peer.state.currentWeight <= limit;
    }

    /** Gives a peer its share of this round. */
    static long collect(Selection selection, Peer peer) {
        PeerState state = peer.state;
        long share = share(selection, peer);
        state.currentWeight += share;
        if (state.effectiveWeight < peer.weight()) {
            state.effectiveWeight++;
        }
        return share;
    }

    /** What a peer weighs now, in thousandths: less after failures, and while it starts slowly. */
    static long share(Selection selection, Peer peer) {
        return ramp(selection, peer, peer.state.effective(peer.weight()));
    }

    /** A weight in thousandths, or the part of it that a slow start has reached. */
    static long ramp(Selection selection, Peer peer, int weight) {
        PeerState state = peer.state;
        long full = (long) weight * POINT;
        if (state.slowStartNanos == PeerState.NEVER) {
            return full;
        }
        long duration = peer.options().slowStartNanos();
        long elapsed = Math.max(0, selection.nowNanos() - state.slowStartNanos);
        if (elapsed >= duration) {
            state.slowStartNanos = PeerState.NEVER;
            return full;
        }
        return Math.max(1, (long) (full * ((double) elapsed / duration)));
    }
}
