package millrace.gateway.balance;

import java.util.List;
import millrace.gateway.exchange.Exchange;
import millrace.gateway.variable.Slot;
import millrace.http.codec.Output;

/** {@code sticky learn}: sessions are seen in what requests and answers carry, and remembered here. */
final class StickyLearn extends Sticky {
    private final List<Slot> creates;
    private final Sessions sessions;
    private final String zone;
    private final boolean atHeader;

    /** @param atHeader whether a session counts from the header of an answer on, and not only when it is complete */
    StickyLearn(List<Slot> lookups, List<Slot> creates, String zone, Sessions sessions, boolean atHeader) {
        super(lookups);
        this.creates = creates;
        this.zone = zone;
        this.sessions = sessions;
        this.atHeader = atHeader;
    }

    @Override
    void lookup(Exchange x, Selection selection) {
        Output id = selection.session;
        first(lookups, x, id);
        if (id.length() == 0) {
            return;
        }
        byte[] sid = sessions.find(id.bytes(), id.length(), selection.clockNanos());
        if (sid != null) {
            selection.hint(sid, 0, sid.length);
        }
    }

    @Override
    void header(Exchange x, Selection selection) {
        if (atHeader) {
            learn(x, selection);
        }
    }

    @Override
    void served(Exchange x, Selection selection) {
        if (!atHeader) {
            learn(x, selection);
        }
    }

    private void learn(Exchange x, Selection selection) {
        byte[] sid = selection.current().sid();
        boolean create = first(creates, x, selection.hint);
        Output id = create ? selection.hint : selection.session;
        if (id.length() > 0) {
            sessions.used(id.bytes(), id.length(), sid, create, selection.clockNanos());
        }
    }

    @Override
    void takeOver(Sticky before, long nowNanos) {
        if (before instanceof StickyLearn same && same.zone.equals(zone)) {
            sessions.takeOver(same.sessions, nowNanos);
        }
    }
}
