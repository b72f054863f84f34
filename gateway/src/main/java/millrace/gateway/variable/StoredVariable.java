package millrace.gateway.variable;

import millrace.gateway.config.ConfigException;
import millrace.gateway.config.Place;
import millrace.gateway.exchange.Exchange;
import millrace.http.codec.Output;

/**
 * A variable that has the value which it was given last in the request: that of {@code set}, or a named group. Before,
 * it is what it would be without: {@code $http_name} is a field of the request, others are empty.
 */
public final class StoredVariable implements Variable {
    private final Slot slot;
    /** Null if it means nothing else. */
    private final Variable before;

    private StoredVariable(Slot slot, Variable before) {
        this.slot = slot;
        this.before = before;
    }

    /**
     * The place for a name's value. If something else makes the variable, such as a {@code map}, that counts until a
     * value is put.
     *
     * @throws ConfigException if it is built in
     */
    public static StoredVariable define(String name, Variables variables, Place place) throws ConfigException {
        Slot slot = variables.slot(name, place);
        slot.markAssigned();
        Variable known = variables.known(name);
        if (known instanceof StoredVariable same) {
            return same;
        }
        StoredVariable stored = new StoredVariable(slot, known);
        if (!variables.isDefined(name)) {
            variables.define(name, stored, place);
        }
        return stored;
    }

    public void put(Exchange x, Output value, int from) {
        put(x, value.bytes(), from, value.length());
    }

    /** Keeps a copy of a range. */
    public void put(Exchange x, byte[] octets, int from, int to) {
        Kept.of(x).put(slot, octets, from, to);
    }

    @Override
    public boolean write(Exchange x, Output to) {
        Kept kept = Kept.ifAny(x);
        if (kept != null && kept.write(slot, to)) {
            return true;
        }
        return before == null || before.write(x, to);
    }
}
