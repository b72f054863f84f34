package millrace.gateway.balance;

import java.util.List;
import millrace.gateway.exchange.Exchange;
import millrace.gateway.variable.Slot;
import millrace.http.codec.Output;

/** How requests are bound to the peer that has served their client before. This one is {@code sticky route}. */
class Sticky {
    /** The first that is not empty counts. */
    final List<Slot> lookups;

    Sticky(List<Slot> lookups) {
        this.lookups = lookups;
    }

    /** Leaves in the selection which peer the request asks for. */
    void lookup(Exchange x, Selection selection) {
        first(lookups, x, selection.hint);
    }

    static boolean first(List<Slot> variables, Exchange x, Output to) {
        to.clear();
        for (int i = 0; i < variables.size() && to.length() == 0; i++) {
            variables.get(i).write(x, to);
        }
        return to.length() > 0;
    }

    /** The value of a {@code Set-Cookie} field that binds the client to the selection's current peer. */
    boolean cookie(Exchange x, Peer peer, long epochSeconds, Output to) {
        return false;
    }

    /** The header of the answer is here. */
    void header(Exchange x, Selection selection) {}

    /** The peer has served the request. */
    void served(Exchange x, Selection selection) {}

    /** Goes on with what the same directive knew in the configuration before. */
    void takeOver(Sticky before, long nowNanos) {}
}
