package millrace.gateway.balance;

/** What the outcome of a request says about its peer, by nginx's rules. Under the group's lock. */
final class PassiveHealth {
    private PassiveHealth() {}

    /**
     * A failure counts, and costs weight at once. A success forgives all failures, but only one that began after
     * {@code fail_timeout} had passed since the last of them: until then they add up, successes between or not.
     *
     * @return whether the peer is out by a failure
     */
    static boolean judge(Peer peer, boolean failed, long nowSeconds, long nowNanos) {
        PeerState state = peer.state;
        int most = peer.options().maxFails();
        if (!failed) {
            if (state.accessedSeconds < state.checkedSeconds) {
                if (most > 0 && state.fails >= most && peer.options().slowStartNanos() > 0) {
                    state.slowStartNanos = nowNanos;
                }
                state.fails = 0;
            }
            return false;
        }
        state.fails++;
        state.accessedSeconds = nowSeconds;
        state.checkedSeconds = nowSeconds;
        if (most == 0) {
            return false;
        }
        state.effectiveWeight = Math.max(0, state.effective(peer.weight()) - peer.weight() / most);
        state.figures.unavailable += state.fails == most ? 1 : 0;
        return state.fails >= most;
    }
}
