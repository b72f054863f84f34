package millrace.gateway.route;

import java.util.Arrays;
import millrace.gateway.exchange.Exchange;
import millrace.gateway.exchange.StateKey;

/** What {@code set} and named groups have given to variables in one request; its parts share them. */
final class AssignedValues {
    private static final StateKey<AssignedValues> KEY = StateKey.create();

    private byte[][] values = new byte[16][];

    private AssignedValues() {}

    /** Null if nothing was given. */
    static byte[] get(Exchange x, int index) {
        AssignedValues all = whole(x).state(KEY);
        return all == null || index >= all.values.length ? null : all.values[index];
    }

    static void set(Exchange x, int index, byte[] value) {
        Exchange whole = whole(x);
        AssignedValues all = whole.state(KEY);
        if (all == null) {
            all = new AssignedValues();
            whole.state(KEY, all);
        }
        if (index >= all.values.length) {
            all.values = Arrays.copyOf(all.values, Math.max(index + 1, 2 * all.values.length));
        }
        all.values[index] = value;
    }

    private static Exchange whole(Exchange x) {
        Exchange at = x;
        while (at.parent() != null) {
            at = at.parent();
        }
        return at;
    }
}
