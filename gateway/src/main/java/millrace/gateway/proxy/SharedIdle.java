package millrace.gateway.proxy;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import millrace.gateway.balance.Upstream;
import millrace.gateway.config.Settings;
import millrace.gateway.config.SettingsKey;

/** The idle connections of upstreams whose locations share them, for a whole configuration, or of those that one location
 * leads to. Any thread. */
final class SharedIdle implements Settings<SharedIdle> {
    static final SettingsKey<SharedIdle> KEY = SettingsKey.of(SharedIdle::new);

    private final ConcurrentMap<Upstream, IdleShelf> shelves = new ConcurrentHashMap<>();

    @Override
    public void inherit(SharedIdle outer) {}

    IdleShelf of(Upstream upstream) {
        return shelves.computeIfAbsent(upstream, u -> new IdleShelf());
    }
}
