package millrace.gateway.variable;

import millrace.gateway.config.Place;
import millrace.gateway.exchange.Exchange;
import millrace.http.codec.Output;

/**
 * A name that a configuration uses, known by its index. What it stands for may be said further down in the file than
 * where it is used, so it is bound when all is read.
 */
public final class Slot {
    private final String name;
    private final int index;
    private final Place place;
    private Variable variable;
    private boolean assigned;

    Slot(String name, int index, Place place) {
        this.name = name;
        this.index = index;
        this.place = place;
    }

    public String name() {
        return name;
    }

    /** Dense from 0 on, so that a request can keep values in an array of {@link Variables#count}. */
    public int index() {
        return index;
    }

    /** Where it was used first. */
    Place place() {
        return place;
    }

    void bind(Variable to) {
        variable = to;
    }

    /** It may be given a value, which then counts, whatever the variable says. */
    void markAssigned() {
        assigned = true;
    }

    /** See {@link Variable#write}. */
    public boolean write(Exchange x, Output to) {
        if (assigned) {
            Kept kept = Kept.ifAny(x);
            if (kept != null && kept.has(this)) {
                return kept.write(this, to);
            }
        }
        return variable.write(x, to);
    }
}
