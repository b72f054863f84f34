package millrace.gateway.balance;

import java.util.Arrays;
import millrace.http.codec.Output;

/** Which peers of a tier a request may have: not tried by it yet, and fit. Under the group's lock. */
final class Candidates {
    Tier tier;
    private long[] tried = new long[1];

    void enter(Tier next) {
        tier = next;
        int words = (next.size() + 63) >> 6;
        if (tried.length < words) {
            tried = new long[words];
        } else {
            Arrays.fill(tried, 0, words, 0);
        }
    }

    void tried(int index) {
        tried[index >> 6] |= 1L << index;
    }

    private boolean isTried(int index) {
        return (tried[index >> 6] & 1L << index) != 0;
    }

    boolean eligible(int index, long nowSeconds) {
        Peer peer = tier.peers[index];
        return !isTried(index) && !peer.isDown() && !peer.isDraining() && !isOut(peer, nowSeconds);
    }

    /** The only peer of a group is taken whatever it has done, unless a check has found it unfit. */
    boolean singleCan() {
        Peer peer = tier.peers[0];
        return !peer.isDown() && !peer.isDraining() && peer.state.healthy && !isFull(peer);
    }

    /** The peer that a hint names, if it can be had: one that drains can. */
    int stuckTo(Output hint, long nowSeconds) {
        for (int i = 0; i < tier.size(); i++) {
            Peer peer = tier.peers[i];
            if (is(hint, peer.sid())) {
                return !isTried(i) && !peer.isDown() && !isOut(peer, nowSeconds) ? i : Chooser.NONE;
            }
        }
        return Chooser.NONE;
    }

    private static boolean is(Output hint, byte[] sid) {
        return hint.length() == sid.length && Arrays.equals(hint.bytes(), 0, sid.length, sid, 0, sid.length);
    }

    /** Out by failures, by checks, or full. After the time-out one request tries a failed peer, and one only. */
    private static boolean isOut(Peer peer, long nowSeconds) {
        ServerOptions options = peer.options();
        PeerState state = peer.state;
        boolean failed = options.maxFails() > 0
                && state.fails >= options.maxFails()
                && nowSeconds - state.checkedSeconds <= options.failTimeoutSeconds();
        return failed || !state.healthy || isFull(peer);
    }

    private static boolean isFull(Peer peer) {
        int most = peer.options().maxConns();
        return most > 0 && peer.state.conns >= most;
    }
}
