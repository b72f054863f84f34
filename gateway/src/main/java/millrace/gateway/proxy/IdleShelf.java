package millrace.gateway.proxy;

import java.util.Arrays;
import java.util.List;
import millrace.gateway.balance.KeepAlive;

/**
 * The idle connections to one target: those of each loop, which only that one touches. A loop that has none asks another
 * before it opens a new one. Any thread.
 */
final class IdleShelf {
    private volatile IdleConnections[] byLoop = {};

    /** Those that another configuration has, too, and longer. */
    private volatile IdleConnections[] passedOn = {};

    /** A loop's own. */
    IdleConnections of(ProxyLoop loop, KeepAlive rules) {
        int index = loop.loop().index();
        IdleConnections[] all = byLoop;
        return index < all.length && all[index] != null ? all[index] : make(loop, rules, index);
    }

    private synchronized IdleConnections make(ProxyLoop loop, KeepAlive rules, int index) {
        IdleConnections[] all = Arrays.copyOf(byLoop, Math.max(byLoop.length, index + 1));
        all[index] = new IdleConnections(loop, rules);
        byLoop = all;
        return all[index];
    }

    /** Another loop's, some of which were idle just now; {@code null} if there are none. */
    IdleConnections elsewhere(IdleConnections own) {
        for (IdleConnections each : byLoop) {
            if (each != null && each != own && each.count() > 0) {
                return each;
            }
        }
        return null;
    }

    /** Goes on with those of the configuration before, which uses them, too, as long as it serves something. */
    synchronized void takeOver(IdleShelf before) {
        byLoop = before.passOn();
    }

    private synchronized IdleConnections[] passOn() {
        passedOn = byLoop;
        return passedOn;
    }

    /** Loops that came here only afterwards have what is nobody else's. */
    void close() {
        List<IdleConnections> kept = Arrays.asList(passedOn);
        for (IdleConnections each : byLoop) {
            if (each != null && !kept.contains(each)) {
                each.loop.loop().events().execute(each::close);
            }
        }
    }
}
