package millrace.gateway.exchange;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** What features keep for one thing, each by its key, and what they want done at its end. Empty, it costs nothing. */
public final class Attachments {
    private Object[] values = {};
    private final List<Runnable> endings = new ArrayList<>(0);

    /** What was kept, else {@code null}. */
    @SuppressWarnings("unchecked") // Only values of the key's own type are put there.
    public <T> T get(StateKey<T> key) {
        return key.index < values.length ? (T) values[key.index] : null;
    }

    public <T> void put(StateKey<T> key, T value) {
        if (key.index >= values.length) {
            values = Arrays.copyOf(values, StateKey.count());
        }
        values[key.index] = value;
    }

    public void atEnd(Runnable action) {
        endings.add(action);
    }

    /** Does what was wanted at the end, and forgets all. */
    public void end() {
        // By index: an ending may lead to another one, and an iterator would be an object for each request.
        for (int i = 0; i < endings.size(); i++) {
            endings.get(i).run();
        }
        endings.clear();
        Arrays.fill(values, null);
    }
}
