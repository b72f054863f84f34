package millrace.gateway.server;

import java.util.concurrent.TimeUnit;
import millrace.gateway.exchange.Traffic;
import millrace.gateway.log.ErrorLogSettings;
import millrace.gateway.log.Level;

/**
 * What becomes of clients when there are as many connections as {@code worker_connections} allows: idle ones make room,
 * those first that came first, whether a client comes or a request needs an upstream; when there are none the client is turned
 * away. For the loop's own thread only.
 */
final class Crowd {
    private static final int MOST_AT_ONCE = 32;
    private static final long PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** Who has said nothing for so long is not about to. */
    private static final long SILENCE_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final PortLoop port;
    private final Traffic traffic;
    private long toldNanos;
    private boolean told;

    Crowd(PortLoop port) {
        this.port = port;
        this.traffic = port.loop().traffic();
    }

    /** Whether one more may come. */
    boolean hasRoom() {
        boolean room = traffic.hasRoom();
        if (!room) {
            log(Level.ALERT, "");
        }
        return room;
    }

    /** Somebody wants to come, or a request wants a connection of its own, and there is no room. */
    void relieve(ClientStream oldest) {
        long now = port.loop().events().nowNanos();
        if (!told || now - toldNanos > PAUSE_NANOS) {
            told = true;
            toldNanos = now;
            log(Level.WARN, ", reusing connections");
        }
        long before = traffic.open();
        ClientStream next;
        for (ClientStream each = oldest; each != null && before - traffic.open() < MOST_AT_ONCE; each = next) {
            next = each.previous;
            leave(each, now);
        }
    }

    private static void leave(ClientStream client, long now) {
        if (client.isIdle() && client.requests() > 0) {
            client.closeIfIdle();
        } else if (client.isIdle() && now - client.openedNanos() > SILENCE_NANOS) {
            client.finish();
        }
    }

    private void log(Level level, String end) {
        port.servers().defaultServer().get(ErrorLogSettings.KEY).log()
                .log(level, 0, traffic.limit() + " worker_connections are not enough" + end);
    }
}
