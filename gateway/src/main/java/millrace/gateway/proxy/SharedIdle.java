package millrace.gateway.proxy;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import millrace.gateway.balance.Upstream;
import millrace.gateway.balance.Upstreams;
import millrace.gateway.config.Configuration;
import millrace.gateway.config.Settings;
import millrace.gateway.config.SettingsKey;

/**
 * The idle connections of upstreams whose locations share them, for a whole configuration, or of those that one location
 * leads to. A configuration goes on with those of the one before, as far as it keeps them in the same way. Any thread.
 */
public final class SharedIdle implements Settings<SharedIdle> {
    static final SettingsKey<SharedIdle> KEY = SettingsKey.of(SharedIdle::new);

    private final ConcurrentMap<Upstream, IdleShelf> shelves = new ConcurrentHashMap<>();

    /** Those of single locations, by where they stand; filled while the configuration is read. */
    private final Map<String, SharedIdle> own = new HashMap<>();

    private final List<SharedIdle> forNow = new ArrayList<>();

    SharedIdle() {}

    @Override
    public void inherit(SharedIdle outer) {}

    IdleShelf of(Upstream upstream) {
        return shelves.computeIfAbsent(upstream, u -> new IdleShelf());
    }

    /** Those of a location that keeps its own. Of several at the same place each has some. */
    SharedIdle own(String where) {
        SharedIdle made = new SharedIdle();
        int i = 0;
        while (own.putIfAbsent(where + ' ' + i, made) != null) {
            i++;
        }
        return made;
    }

    /** Those of a location that no other configuration may use: how they are encrypted may be another matter there. */
    SharedIdle ownForNow() {
        SharedIdle made = new SharedIdle();
        forNow.add(made);
        return made;
    }

    /** Once {@code next} is served in place of {@code before}. */
    public static void takeOver(Configuration before, Configuration next) {
        SharedIdle old = before.main().get(KEY);
        SharedIdle fresh = next.main().get(KEY);
        Upstreams upstreams = Upstreams.of(next);
        fresh.takeOver(old, upstreams);
        old.own.forEach((where, each) -> {
            if (fresh.own.containsKey(where)) {
                fresh.own.get(where).takeOver(each, upstreams);
            }
        });
    }

    private void takeOver(SharedIdle old, Upstreams upstreams) {
        old.shelves.forEach((upstream, shelf) -> {
            Upstream same = upstreams.named(upstream.name());
            if (same != null && same.keepAlive().equals(upstream.keepAlive())) {
                of(same).takeOver(shelf);
            }
        });
    }

    /** Nothing is served by a configuration any more: what no other has taken over is closed. */
    public static void close(Configuration over) {
        SharedIdle all = over.main().get(KEY);
        all.close();
        all.own.values().forEach(SharedIdle::close);
        all.forNow.forEach(SharedIdle::close);
    }

    private void close() {
        shelves.values().forEach(IdleShelf::close);
    }
}
