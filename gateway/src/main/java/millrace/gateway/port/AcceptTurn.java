package millrace.gateway.port;

import java.util.List;

/**
 * Which of the loops accepts from a socket that they share: one at a time, so that a client does not wake all of them.
 *
 * <p>It stays the same one as long as there is little to do. Then requests are served in the order in which they come,
 * connections to upstreams are at hand, and other processors may sleep. The turn passes to the loop with the fewest
 * connections when more clients are there than one at a time, and when one loop has got ahead of another.
 *
 * <p>Called on the loop whose turn it is; the state goes from one to the next with the turn.
 */
final class AcceptTurn {
    /** So many that wait in one turn of the loop show that it is not as fast as they come. */
    private static final int MOST_AT_ONCE = 4;

    private static final long MOST_AHEAD = 16;

    private final List<? extends PortPart<?>> parts;
    private long loopTurn = -1;
    private int atOnce;

    AcceptTurn(List<? extends PortPart<?>> parts) {
        this.parts = parts;
    }

    void accepted(PortPart<?> holder) {
        long now = holder.loop().events().turns();
        atOnce = now == loopTurn ? atOnce + 1 : 1;
        loopTurn = now;
        PortPart<?> least = holder;
        long fewest = holder.loop().traffic().open();
        long own = fewest;
        for (PortPart<?> each : parts) {
            long open = each.loop().traffic().open();
            if (open < fewest) {
                least = each;
                fewest = open;
            }
        }
        if (least != holder && (atOnce >= MOST_AT_ONCE || own - fewest > MOST_AHEAD)) {
            atOnce = 0;
            loopTurn = -1;
            holder.pauseAccepting();
            PortPart<?> next = least;
            next.loop().events().execute(next::resumeAccepting);
        }
    }
}
