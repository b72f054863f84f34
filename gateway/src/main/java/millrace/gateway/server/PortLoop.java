package millrace.gateway.server;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.concurrent.atomic.AtomicLong;
import millrace.gateway.config.Configuration;
import millrace.gateway.exchange.GatewayLoop;
import millrace.loop.Acceptor;
import millrace.loop.Connection;
import millrace.loop.SocketListener;
import millrace.loop.StreamHandler;

/** One address as one loop serves it: its listener there, and the connections that came by it. For that loop's thread. */
final class PortLoop implements Acceptor {
    private static final AtomicLong NUMBERS = new AtomicLong();
    private static final int MOST_SPARE = 64;

    private final GatewayLoop loop;
    private final ArrayDeque<BodyFeed> spareBodies = new ArrayDeque<>();
    private PortServers servers;
    private SocketListener listener;
    private AcceptTurn turn;
    private final Crowd crowd;
    private ClientStream first;
    private ClientStream oldest;
    private int open;
    private boolean leaving;
    private Runnable whenEmpty;

    PortLoop(GatewayLoop loop, PortServers servers) {
        this.loop = loop;
        this.servers = servers;
        this.crowd = new Crowd(this);
    }

    GatewayLoop loop() {
        return loop;
    }

    PortServers servers() {
        return servers;
    }

    /** The configuration for what comes from now on; requests under way keep theirs. */
    void servers(PortServers next) {
        servers = next;
    }

    /** Accepts from a listening descriptor, which belongs to this object from now on. */
    void listen(int descriptor) {
        listener = SocketListener.adopt(loop.events(), descriptor, this);
    }

    /** As {@link #listen(int)}, from a socket that other loops accept from, too, each in its turn. */
    void listen(int descriptor, AcceptTurn sharedTurn, boolean begins) {
        turn = sharedTurn;
        listen(descriptor);
        if (!begins) {
            pauseAccepting();
        }
    }

    void pauseAccepting() {
        listener.pause();
    }

    void resumeAccepting() {
        if (!leaving) {
            listener.resume();
        }
    }

    @Override
    public StreamHandler accept(Connection connection) {
        if (!crowd.hasRoom(oldest)) {
            return null;
        }
        Downstream added = new Downstream(this, connection, NUMBERS.incrementAndGet());
        added.following = first;
        if (first != null) {
            first.previous = added;
        } else {
            oldest = added;
        }
        first = added;
        open++;
        loop.traffic().accepted();
        if (turn != null) {
            turn.accepted(this);
        }
        return servers.proxyProtocol() ? new Introduction(this, added) : handler(added);
    }

    /** Who hears of a client's first bytes. */
    StreamHandler handler(Downstream client) {
        return servers.at(client).tls() == null ? client : new TlsDoor(this, client);
    }

    void remove(ClientStream gone) {
        if (gone.previous == null) {
            first = gone.following;
        } else {
            gone.previous.following = gone.following;
        }
        if (gone.following == null) {
            oldest = gone.previous;
        } else {
            gone.following.previous = gone.previous;
        }
        open--;
        gone.countClosed();
        tellIfEmpty();
    }

    private void tellIfEmpty() {
        if (open == 0 && whenEmpty != null) {
            Runnable told = whenEmpty;
            whenEmpty = null;
            told.run();
        }
    }

    /** Connections that are open. */
    int open() {
        return open;
    }

    BodyFeed takeBody() {
        BodyFeed known = spareBodies.poll();
        return known == null ? new BodyFeed() : known;
    }

    void giveBack(BodyFeed body) {
        if (spareBodies.size() < MOST_SPARE) {
            spareBodies.push(body);
        }
    }

    /** Whether connections end with the request that they are at. */
    boolean isLeaving() {
        return leaving;
    }

    /**
     * Accepts nobody who has not connected yet, closes what is idle, and lets the others finish what they are at.
     *
     * @param told when no connection is left
     */
    void leave(Runnable told) {
        whenEmpty = told;
        leaving = true;
        if (listener != null) {
            listener.acceptRest();
            listener.close();
        }
        // Requests that have arrived already are still served.
        loop.events().immediate(this::closeIdle);
    }

    private void closeIdle() {
        ClientStream next;
        for (ClientStream each = first; each != null; each = next) {
            next = each.following;
            each.closeIfIdle();
        }
        tellIfEmpty();
    }

    /** How many connections are at something that a configuration has begun. */
    int servedBy(Configuration configuration) {
        int count = 0;
        for (ClientStream each = first; each != null; each = each.following) {
            if (each.isServedBy(configuration)) {
                count++;
            }
        }
        return count;
    }

    /** Ends those. */
    void abortServedBy(Configuration configuration) {
        ClientStream next;
        for (ClientStream each = first; each != null; each = next) {
            next = each.following;
            if (each.isServedBy(configuration)) {
                each.stream().abort(new IOException("the configuration has changed"));
            }
        }
    }

    /** Ends those that were open at some time and have nothing to do. */
    void endIdleSince(long nanos) {
        ClientStream next;
        for (ClientStream each = first; each != null; each = next) {
            next = each.following;
            if (each.openedNanos() - nanos > 0) {
                continue;
            }
            if (each.exchange == null && each.requests() == 0) {
                each.finish();
            } else {
                each.closeIfIdle();
            }
        }
    }

    /** Ends what is still open. */
    void abortAll() {
        ClientStream next;
        for (ClientStream each = first; each != null; each = next) {
            next = each.following;
            each.stream().abort(new IOException("the gateway stops"));
        }
    }
}
