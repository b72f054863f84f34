package millrace.gateway.route;

import millrace.gateway.config.Inherit;
import millrace.gateway.config.Settings;
import millrace.gateway.config.SettingsKey;

/** How redirects to a path of the gateway's own are written. */
final class RedirectSettings implements Settings<RedirectSettings> {
    static final SettingsKey<RedirectSettings> KEY = SettingsKey.of(RedirectSettings::new);

    Boolean absolute;
    Boolean serverName;
    Boolean port;

    @Override
    public void inherit(RedirectSettings outer) {
        RedirectSettings o = outer == null ? new RedirectSettings() : outer;
        absolute = Inherit.of(absolute, o.absolute, true);
        serverName = Inherit.of(serverName, o.serverName, false);
        port = Inherit.of(port, o.port, true);
    }
}
