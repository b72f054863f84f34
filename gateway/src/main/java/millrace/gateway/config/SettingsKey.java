package millrace.gateway.config;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Names a feature's settings; a constant of the class of settings. Its index is their place in each scope's array.
 *
 * <p>A configuration completes the settings that its directives have made, and those that are declared in the package
 * of one of its table's features, made or not. Others have their defaults.
 *
 * @param <S> the settings
 */
public final class SettingsKey<S extends Settings<S>> {
    private static final List<SettingsKey<?>> ALL = new ArrayList<>();

    private final Supplier<S> fresh;
    private final int index;
    private final String room;

    private SettingsKey(Supplier<S> fresh, int index, String room) {
        this.fresh = fresh;
        this.index = index;
        this.room = room;
    }

    public static <S extends Settings<S>> SettingsKey<S> of(Supplier<S> fresh) {
        Class<?> owner = StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE).getCallerClass();
        synchronized (ALL) {
            SettingsKey<S> key = new SettingsKey<>(fresh, ALL.size(), owner.getPackageName());
            ALL.add(key);
            return key;
        }
    }

    static List<SettingsKey<?>> all() {
        synchronized (ALL) {
            return List.copyOf(ALL);
        }
    }

    /** The package that it is declared in. */
    String room() {
        return room;
    }

    int index() {
        return index;
    }

    S fresh() {
        return fresh.get();
    }
}
