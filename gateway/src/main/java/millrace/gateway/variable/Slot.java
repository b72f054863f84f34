package millrace.gateway.variable;

import millrace.gateway.config.Place;
import millrace.gateway.exchange.Exchange;
import millrace.http.codec.Output;

/**
 * A name that a configuration uses, known by its index. What it stands for may be said further down in the file than where
 * it is used, so it is bound when all is read.
 */
public final class Slot {
    private final String name;
    private final int index;
    private final Place place;
    private Variable variable;

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

    boolean isBound() {
        return variable != null;
    }

    /** See {@link Variable#write}. */
    public boolean write(Exchange x, Output to) {
        return variable.write(x, to);
    }
}
