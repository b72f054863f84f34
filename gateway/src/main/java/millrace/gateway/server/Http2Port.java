package millrace.gateway.server;

import millrace.gateway.config.Scope;
import millrace.gateway.exchange.CoreSettings;
import millrace.gateway.port.Listens;
import millrace.gateway.proxy.Upgrades;
import millrace.http.codec.Limits;
import millrace.http.h2.Http2Limits;

/**
 * How HTTP/2 is spoken at one address: as its default server has it, since others are known by heads only. Immutable; any loop.
 *
 * @param always whether a {@code listen} says so for all servers
 * @param heads how large heads may be
 */
record Http2Port(boolean always, Http2Limits limits, Limits heads) {
    /** Its name in ALPN. */
    static final String NAME = "h2";

    private static final int CONNECTION_WINDOW = 1 << 20;

    /** How it is spoken at a door, or {@code null} if it is by none of its servers. */
    static Http2Port of(Listens.Shared door, HeadSettings heads) {
        boolean always = door.http2();
        if (!always && door.servers().stream().noneMatch(each -> each.get(Http2Settings.KEY).isOn())) {
            return null;
        }
        Http2Settings settings = door.otherwise().get(Http2Settings.KEY);
        int window = settings.bodyBytes();
        Limits most = heads.limits();
        Http2Limits limits = new Http2Limits(settings.streams(), window, Math.max(CONNECTION_WINDOW, 16 * window),
                most.requestLineBytes() + most.fieldBytes(), door.servers().stream().anyMatch(Upgrades::areWithin));
        CoreSettings core = door.otherwise().get(CoreSettings.KEY);
        limits = limits.withReadingAtMost(core.lingers(true) ? core.lingeringTimeoutNanos() : 0);
        return new Http2Port(always, limits, most);
    }

    boolean isSpokenBy(Scope server) {
        return always || server.get(Http2Settings.KEY).isOn();
    }
}
