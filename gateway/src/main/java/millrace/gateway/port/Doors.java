package millrace.gateway.port;

import java.net.SocketAddress;
import java.util.HashMap;
import java.util.Map;
import millrace.gateway.exchange.GatewayLoop;
import millrace.gateway.exchange.StateKey;

/** The doors by which connections come to one loop: for who gives a connection to another door. For that loop's thread. */
public final class Doors {
    private static final StateKey<Doors> KEY = StateKey.create();

    private final Map<Door, PortPart<?>> parts = new HashMap<>();

    private Doors() {}

    static Doors of(GatewayLoop loop) {
        return loop.state(KEY, _ -> new Doors());
    }

    /** Who serves an address, perhaps as one of all that it listens on; {@code null} if nobody does. */
    public static PortPart<?> at(GatewayLoop loop, SocketAddress address) {
        Map<Door, PortPart<?>> all = of(loop).parts;
        Door wanted = Door.of(address);
        PortPart<?> exact = all.get(wanted);
        if (exact != null) {
            return exact;
        }
        for (Map.Entry<Door, PortPart<?>> each : all.entrySet()) {
            if (Listens.covers(each.getKey(), wanted)) {
                return each.getValue();
            }
        }
        return null;
    }

    void put(Door door, PortPart<?> part) {
        parts.put(door, part);
    }

    /** Unless another one has taken its place. */
    void remove(Door door, PortPart<?> part) {
        parts.remove(door, part);
    }
}
