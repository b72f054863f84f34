package millrace.gateway.balance;

import java.util.List;

/** Peers among which a method chooses: those that are no backup, or the backups. Immutable. */
final class Tier {
    final Peer[] peers;
    final int totalWeight;
    /** Peers that are not marked as down: how many tries are worth while. */
    final int tries;

    final boolean backup;
    /** The only peer of the whole group: failures never take it out. */
    final boolean single;

    final Chooser chooser;

    Tier(List<Peer> list, Method method, boolean backup, boolean single) {
        this.peers = list.toArray(Peer[]::new);
        this.backup = backup;
        this.single = single;
        int weight = 0;
        int up = 0;
        for (Peer peer : peers) {
            weight += peer.weight();
            up += peer.isDown() || peer.isDraining() ? 0 : 1;
        }
        this.totalWeight = weight;
        this.tries = up;
        this.chooser = method.over(this);
    }

    int size() {
        return peers.length;
    }

    /** The peer to which a point of the total weight belongs. */
    int at(int point) {
        int index = 0;
        while (point >= peers[index].weight()) {
            point -= peers[index++].weight();
        }
        return index;
    }
}
