package millrace.gateway.balance;

/**
 * The shortest estimated time until an answer: the peer's moving average, times the requests that it has already. Times
 * count in steps of 20 ms, so that peers about as fast take turns, and all beyond 5 s are equally bad. A peer that was
 * not asked for its {@code fail_timeout} counts as twice as fast for each that has passed: so a slow one gets another
 * chance.
 */
final class LeastTime implements Chooser {
    private static final long STEP_MILLIS = 20;
    private static final long WORST_MILLIS = 5_000;

    private final boolean lastByte;

    private LeastTime(boolean lastByte) {
        this.lastByte = lastByte;
    }

    /**
     * @param lastByte times to the last byte, else to the header
     * @param inflight whether requests that wait now count with the time they have waited
     */
    static Method method(boolean lastByte, boolean inflight) {
        return new Method() {
            @Override
            public Chooser over(Tier tier) {
                return new LeastTime(lastByte);
            }

            @Override
            public boolean countsInflight() {
                return inflight;
            }

            @Override
            public boolean timesHeaderAtOnce() {
                return inflight && !lastByte;
            }
        };
    }

    @Override
    public int choose(Selection selection) {
        Peer[] peers = selection.peers();
        int best = NONE;
        long bestEta = 0;
        boolean several = false;
        for (int i = 0; i < peers.length; i++) {
            if (!selection.eligible(i)) {
                continue;
            }
            waiting(peers[i].state, selection.nowMillis());
            long eta = eta(selection, peers[i]);
            long order = best == NONE ? -1 : compare(selection, eta, peers[i], bestEta, peers[best]);
            if (order < 0) {
                best = i;
                bestEta = eta;
                several = false;
            } else {
                several |= order == 0;
            }
        }
        return several ? amongEquals(selection, best, bestEta) : best;
    }

    private int amongEquals(Selection selection, int first, long firstEta) {
        Peer[] peers = selection.peers();
        int best = first;
        long total = 0;
        for (int i = first; i < peers.length; i++) {
            if (selection.eligible(i)
                    && compare(selection, eta(selection, peers[i]), peers[i], firstEta, peers[first]) == 0) {
                total += RoundRobin.collect(selection, peers[i]);
                if (peers[i].state.currentWeight > peers[best].state.currentWeight) {
                    best = i;
                }
            }
        }
        peers[best].state.currentWeight -= total;
        return best;
    }

    private static int compare(Selection selection, long eta, Peer one, long otherEta, Peer other) {
        return Long.compare(eta * LeastConn.weight(selection, other), otherEta * LeastConn.weight(selection, one));
    }

    private long eta(Selection selection, Peer peer) {
        return eta(selection, peer, lastByte ? peer.state.lastByteMillis : peer.state.headerMillis);
    }

    static long eta(Selection selection, Peer peer, long averageMillis) {
        PeerState state = peer.state;
        long timeout = peer.options().failTimeoutSeconds();
        long unseen = selection.nowSeconds() - state.checkedSeconds;
        long time = averageMillis;
        if (unseen > timeout) {
            time >>= Math.min(63, unseen / (timeout + 1));
        }
        if (state.inflight > 0) {
            // Waiting for longer than usual is a bad sign.
            time = Math.max(time, state.inflightMillis);
        }
        time = time > WORST_MILLIS ? WORST_MILLIS : time + STEP_MILLIS - time % STEP_MILLIS;
        return time * (1 + state.conns);
    }

    /** Notes how long those in flight have waited on average. */
    private static void waiting(PeerState state, long nowMillis) {
        if (state.inflight > 0) {
            long mean = state.inflightSumMillis / state.inflight + nowMillis - state.inflightChangedMillis;
            state.inflightMillis = PeerState.average(state.inflightMillis, mean);
        }
    }

    static void entered(PeerState state, long nowMillis) {
        account(state, nowMillis);
        state.inflight++;
    }

    static void left(PeerState state, long ownMillis, long nowMillis) {
        account(state, nowMillis);
        state.inflight--;
        state.inflightSumMillis = state.inflight == 0 ? 0 : state.inflightSumMillis - ownMillis;
    }

    private static void account(PeerState state, long nowMillis) {
        state.inflightSumMillis += (nowMillis - state.inflightChangedMillis) * state.inflight;
        state.inflightChangedMillis = nowMillis;
    }
}
