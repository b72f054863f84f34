package millrace.gateway.config;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Names a feature's settings; a constant of the class of settings. Its index is their place in each scope's array.
 *
 * @param <S> the settings
 */
public final class SettingsKey<S extends Settings<S>> {
    private static final List<SettingsKey<?>> ALL = new ArrayList<>();

    private final Supplier<S> fresh;
    private final int index;

    private SettingsKey(Supplier<S> fresh, int index) {
        this.fresh = fresh;
        this.index = index;
    }

    public static <S extends Settings<S>> SettingsKey<S> of(Supplier<S> fresh) {
        synchronized (ALL) {
            SettingsKey<S> key = new SettingsKey<>(fresh, ALL.size());
            ALL.add(key);
            return key;
        }
    }

    static List<SettingsKey<?>> all() {
        synchronized (ALL) {
            return List.copyOf(ALL);
        }
    }

    int index() {
        return index;
    }

    S fresh() {
        return fresh.get();
    }
}
