package millrace.gateway.gzip;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import millrace.gateway.config.Inherit;
import millrace.gateway.config.Settings;
import millrace.gateway.config.SettingsKey;
import millrace.gateway.exchange.TypeSet;
import millrace.gateway.pattern.Pattern;

/** {@code gzip} and its like. */
final class GzipSettings implements Settings<GzipSettings> {
    static final SettingsKey<GzipSettings> KEY = SettingsKey.of(GzipSettings::new);

    /** {@code gzip_proxied}: which replies to requests of other proxies are compressed. */
    enum Proxied { OFF, EXPIRED, NO_CACHE, NO_STORE, PRIVATE, NO_LAST_MODIFIED, NO_ETAG, AUTH, ANY }

    /** {@code gzip_static}. */
    enum Ready { OFF, ON, ALWAYS }

    Boolean on;
    TypeSet types;
    Long minLength;
    Integer level;
    Boolean vary;
    Set<Proxied> proxied;
    Boolean oldClients;
    List<Pattern> disabled;
    Ready ready;
    Boolean expands;

    @Override
    public void inherit(GzipSettings outer) {
        GzipSettings o = outer == null ? new GzipSettings() : outer;
        on = Inherit.of(on, o.on, false);
        types = Inherit.of(types, o.types, TypeSet.HTML);
        minLength = Inherit.of(minLength, o.minLength, 20L);
        level = Inherit.of(level, o.level, 1);
        vary = Inherit.of(vary, o.vary, false);
        proxied = Inherit.of(proxied, o.proxied, EnumSet.of(Proxied.OFF));
        oldClients = Inherit.of(oldClients, o.oldClients, false);
        disabled = Inherit.list(disabled, o.disabled);
        ready = Inherit.of(ready, o.ready, Ready.OFF);
        expands = Inherit.of(expands, o.expands, false);
    }
}
