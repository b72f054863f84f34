package millrace.gateway.balance;

/**
 * The least load by a moving average of the time to the header that believes bad news at once and good news slowly: a
 * slower answer than the average replaces it, a faster one only draws it down. Load is that cost times the requests
 * under way, by weight; what was not observed for some time counts less and less, so that a slow peer is tried again.
 *
 * <p>Source: Finagle's "peak EWMA" load metric. The decay is 1/(1+t/τ) instead of its exponential: no worse, and cheap.
 */
final class PeakEwma implements Chooser {
    /** After which an observation has lost half its weight. */
    static final long DECAY_NANOS = 10_000_000_000L;

    /** A peer of which nothing is known but that it has not answered yet. */
    private static final double PENALTY = 1e15;

    static final Method METHOD = new Method() {
        @Override
        public Chooser over(Tier tier) {
            return new PeakEwma();
        }

        @Override
        public boolean keepsCost() {
            return true;
        }
    };

    @Override
    public int choose(Selection selection) {
        Peer[] peers = selection.peers();
        int best = NONE;
        double least = 0;
        int equals = 0;
        for (int i = 0; i < peers.length; i++) {
            if (!selection.eligible(i)) {
                continue;
            }
            double load = load(peers[i].state, selection.nowNanos()) / RoundRobin.share(selection, peers[i]);
            if (best == NONE || load < least) {
                best = i;
                least = load;
                equals = 1;
            } else if (load == least && selection.group().random.nextInt(++equals) == 0) {
                best = i;
            }
        }
        return best;
    }

    static double load(PeerState state, long nowNanos) {
        if (state.costNanos == 0) {
            return state.conns == 0 ? 0 : PENALTY * state.conns;
        }
        return state.costNanos * weight(state, nowNanos) * (state.conns + 1);
    }

    static void observe(PeerState state, long nanos, long nowNanos) {
        if (nanos >= state.costNanos || state.costNanos == 0) {
            state.costNanos = Math.max(1, nanos);
        } else {
            double weight = weight(state, nowNanos);
            state.costNanos = state.costNanos * weight + nanos * (1 - weight);
        }
        state.costStampNanos = nowNanos;
    }

    private static double weight(PeerState state, long nowNanos) {
        double elapsed = Math.max(0, nowNanos - state.costStampNanos);
        return DECAY_NANOS / (DECAY_NANOS + elapsed);
    }
}
