package millrace.gateway.variable;

import millrace.gateway.config.ConfigException;
import millrace.gateway.config.Place;
import millrace.gateway.exchange.Exchange;
import millrace.http.codec.Output;

/** A variable that has the value which it was given last in the request, and none before: that of {@code set}, or a named group. */
public final class StoredVariable implements Variable {
    private final Slot slot;

    private StoredVariable(Slot slot) {
        this.slot = slot;
    }

    /**
     * The place for a name's value. If something else makes the variable, such as a {@code map}, that counts until a value is
     * put.
     *
     * @throws ConfigException if it is built in
     */
    public static StoredVariable define(String name, Variables variables, Place place) throws ConfigException {
        Slot slot = variables.slot(name, place);
        slot.markAssigned();
        StoredVariable stored = new StoredVariable(slot);
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
        return kept != null && kept.write(slot, to);
    }
}
