package millrace.gateway.variable;

import java.util.Arrays;
import millrace.gateway.exchange.Exchange;
import millrace.gateway.exchange.StateKey;
import millrace.http.codec.Output;

/**
 * Values that variables have in one request because something gave them: {@code set}, a named group of a pattern, or
 * the first question for what a {@code map} says. By the index of their {@link Slot}; shared by a request and its
 * parts, as in nginx. On the loop of the exchange.
 */
public final class Kept {
    private static final StateKey<Kept> KEY = StateKey.create();
    private static final byte[] NONE = {};

    private byte[][] values = new byte[8][];

    private Kept() {}

    /** Made when first asked for. */
    public static Kept of(Exchange x) {
        Exchange whole = whole(x);
        Kept kept = whole.state(KEY);
        if (kept == null) {
            kept = new Kept();
            whole.state(KEY, kept);
        }
        return kept;
    }

    /** Null if nothing was kept in this request. */
    public static Kept ifAny(Exchange x) {
        return whole(x).state(KEY);
    }

    private static Exchange whole(Exchange x) {
        Exchange whole = x;
        while (whole.parent() != null) {
            whole = whole.parent();
        }
        return whole;
    }

    public boolean has(Slot slot) {
        return slot.index() < values.length && values[slot.index()] != null;
    }

    /** Appends what was kept; false, and nothing, if nothing was. */
    public boolean write(Slot slot, Output to) {
        if (!has(slot)) {
            return false;
        }
        to.put(values[slot.index()]);
        return true;
    }

    /** Keeps a copy. */
    public void put(Slot slot, byte[] octets, int from, int to) {
        if (slot.index() >= values.length) {
            values = Arrays.copyOf(values, Math.max(slot.index() + 1, 2 * values.length));
        }
        values[slot.index()] = from == to ? NONE : Arrays.copyOfRange(octets, from, to);
    }
}
