package millrace.gateway.variable;

import millrace.gateway.config.ConfigException;
import millrace.gateway.config.Place;
import millrace.gateway.exchange.Exchange;
import millrace.http.codec.Output;

/**
 * A variable that is worked out once in a request, when first asked for: what it depends on may change, it does not.
 */
final class KeptVariable implements Variable {
    private final Slot slot;
    private final Variable source;

    private KeptVariable(Slot slot, Variable source) {
        this.slot = slot;
        this.source = source;
    }

    /** @param keep false: it is worked out each time */
    static void define(String name, boolean keep, Variable source, Variables variables, Place place)
            throws ConfigException {
        variables.define(name, keep ? new KeptVariable(variables.slot(name, place), source) : source, place);
    }

    @Override
    public boolean write(Exchange x, Output to) {
        Kept kept = Kept.of(x);
        if (kept.write(slot, to)) {
            return true;
        }
        int start = to.length();
        if (!source.write(x, to)) {
            return false;
        }
        kept.put(slot, to.bytes(), start, to.length());
        return true;
    }
}
