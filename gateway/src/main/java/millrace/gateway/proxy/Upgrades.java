package millrace.gateway.proxy;

import millrace.gateway.config.Scope;

/** Where upstreams may change the protocol: to that of WebSockets, say. */
public final class Upgrades {
    private Upgrades() {}

    /** Whether a level, or one within, passes upgrades on. */
    public static boolean areWithin(Scope scope) {
        return scope.get(ProxySettings.KEY).passesUpgrades() || scope.inner().stream().anyMatch(Upgrades::areWithin);
    }
}
