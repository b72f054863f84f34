package millrace.gateway.config;

import java.lang.ref.WeakReference;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * What one configuration after the other uses, such as a zone's counters: it is handed on by name, so a reload forgets
 * nobody, and is gone with the last configuration that uses it. Any thread.
 */
public final class SharedValues<T> {
    private final Map<String, WeakReference<T>> known = new HashMap<>();

    /** What goes by that name; it lasts for as long as somebody holds it. */
    public synchronized T get(String name, Supplier<T> make) {
        WeakReference<T> there = known.get(name);
        T value = there == null ? null : there.get();
        if (value == null) {
            known.values().removeIf(each -> each.refersTo(null));
            value = make.get();
            known.put(name, new WeakReference<>(value));
        }
        return value;
    }

    /** Those that nobody holds any more included, until another name comes. */
    synchronized int count() {
        return known.size();
    }
}
