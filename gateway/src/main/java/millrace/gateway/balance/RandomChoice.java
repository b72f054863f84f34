package millrace.gateway.balance;

/** At random by weight; or two so, of which the better by another measure. */
final class RandomChoice implements Chooser {
    /** By what two peers drawn are compared. */
    enum Two {
        LEAST_CONN,
        LEAST_TIME_HEADER,
        LEAST_TIME_LAST_BYTE
    }

    private final int[] starts;
    private final Two two;

    private RandomChoice(Tier tier, Two two) {
        this.two = two;
        starts = new int[tier.size()];
        for (int i = 1; i < starts.length; i++) {
            starts[i] = starts[i - 1] + tier.peers[i - 1].weight();
        }
    }

    /** @param two {@code null} to draw only one */
    static Method method(Two two) {
        return tier -> new RandomChoice(tier, two);
    }

    @Override
    public int choose(Selection selection) {
        HashWalk walk = selection.walk;
        if (selection.tier().size() < 2) {
            return RoundRobin.choose(selection, NONE);
        }
        int first = NONE;
        while (!walk.isOver()) {
            int drawn = draw(selection);
            if (drawn != first && selection.eligible(drawn)) {
                if (two == null) {
                    return drawn;
                }
                if (first != NONE) {
                    return better(selection, first, drawn);
                }
                first = drawn;
            } else {
                walk.miss();
            }
        }
        return RoundRobin.choose(selection, NONE);
    }

    private int draw(Selection selection) {
        int point = selection.group().random.nextInt(selection.tier().totalWeight);
        int low = 0;
        int high = starts.length;
        while (high - low > 1) {
            int middle = low + high >>> 1;
            if (point < starts[middle]) {
                high = middle;
            } else {
                low = middle;
            }
        }
        return low;
    }

    /** Among equals the second, as nginx has it. */
    private int better(Selection selection, int first, int second) {
        Peer one = selection.peers()[first];
        Peer other = selection.peers()[second];
        long a = load(selection, one) * other.weight();
        long b = load(selection, other) * one.weight();
        return a < b ? first : second;
    }

    private long load(Selection selection, Peer peer) {
        return switch (two) {
            case LEAST_CONN -> peer.state.conns;
            case LEAST_TIME_HEADER -> LeastTime.eta(selection, peer, peer.state.headerMillis);
            case LEAST_TIME_LAST_BYTE -> LeastTime.eta(selection, peer, peer.state.lastByteMillis);
        };
    }
}
