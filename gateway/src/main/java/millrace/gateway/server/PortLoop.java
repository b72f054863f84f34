package millrace.gateway.server;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;
import millrace.gateway.config.Configuration;
import millrace.gateway.exchange.GatewayLoop;
import millrace.gateway.log.ErrorLog;
import millrace.gateway.log.ErrorLogSettings;
import millrace.gateway.port.PortPart;
import millrace.http.h2.AbuseCounts;
import millrace.loop.Connection;
import millrace.loop.StreamHandler;

/** One address of {@code http} as one loop serves it, and the connections that came by it. For that loop's thread. */
final class PortLoop extends PortPart<PortServers> {
    private static final int MOST_SPARE = 64;

    /** Small, and one client alone may have half as many at work. */
    private static final int MOST_SPARE_REQUESTS = 256;

    private static final long LOOK_MILLIS = 500;

    private final ArrayDeque<BodyFeed> spareBodies = new ArrayDeque<>();
    private final ArrayDeque<Http2Request> spareRequests = new ArrayDeque<>();
    private final AbuseCounts abuses = new AbuseCounts();
    private final Crowd crowd;
    private final Runnable relief;
    private ClientStream first;
    private ClientStream oldest;
    private int open;
    private boolean looksForStale;

    PortLoop(GatewayLoop loop, PortServers servers) {
        super(loop, servers);
        crowd = new Crowd(this);
        relief = () -> crowd.relieve(oldest);
    }

    @Override
    protected void listen(int descriptor) {
        acceptFrom(descriptor);
        loop().traffic().relief(relief);
    }

    @Override
    protected StreamHandler accept(Connection connection) {
        if (!crowd.hasRoom()) {
            return null;
        }
        Downstream added = new Downstream(this, connection, number());
        added.following = first;
        if (first != null) {
            first.previous = added;
        } else {
            oldest = added;
        }
        first = added;
        open++;
        countAccepted(added);
        return servers().proxyProtocol() ? new Introduction(this, added) : handler(added);
    }

    /** Who hears of a client's first bytes. */
    StreamHandler handler(Downstream client) {
        PortServers servers = servers().at(client);
        return servers.tls() != null ? new TlsDoor(this, client)
                : servers.http2() != null && servers.http2().isSpokenBy(servers.defaultServer()) ? new PrefaceDoor(client)
                : client;
    }

    /** What is spoken on a connection is not what was thought: another object stands for it. */
    void replace(ClientStream before, ClientStream by) {
        by.previous = before.previous;
        by.following = before.following;
        if (by.previous == null) {
            first = by;
        } else {
            by.previous.following = by;
        }
        if (by.following == null) {
            oldest = by;
        } else {
            by.following.previous = by;
        }
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

    @Override
    protected ErrorLog log() {
        return servers().defaultServer().get(ErrorLogSettings.KEY).log();
    }

    @Override
    protected int open() {
        return open;
    }

    /** Counts connections that are ended for what their clients do with HTTP/2. */
    AbuseCounts abuses() {
        return abuses;
    }

    Http2Request takeRequest() {
        Http2Request known = spareRequests.poll();
        return known == null ? new Http2Request(this) : known;
    }

    void giveBack(Http2Request request) {
        if (spareRequests.size() < MOST_SPARE_REQUESTS) {
            spareRequests.push(request);
        }
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

    @Override
    protected void closeIdle() {
        loop().traffic().withoutRelief(relief);
        ClientStream next;
        for (ClientStream each = first; each != null; each = next) {
            next = each.following;
            each.closeIfIdle();
        }
    }

    @Override
    protected void reloaded() {
        leaveStale(true);
    }

    /** Connections of HTTP/2 that were told the settings of a configuration that has gone leave, and lose no request by it. */
    private void leaveStale(boolean reloaded) {
        boolean more = false;
        ClientStream next;
        for (ClientStream each = first; each != null; each = next) {
            next = each.following;
            more |= each instanceof Http2Downstream http2 && http2.isToLeave(reloaded);
        }
        if (more && !looksForStale) {
            looksForStale = true;
            loop().events().schedule(() -> {
                looksForStale = false;
                leaveStale(false);
            }, LOOK_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    @Override
    protected int servedBy(Configuration configuration) {
        int count = 0;
        for (ClientStream each = first; each != null; each = each.following) {
            if (each.needs(configuration)) {
                count++;
            }
        }
        return count;
    }

    @Override
    protected void abortServedBy(Configuration configuration) {
        ClientStream next;
        for (ClientStream each = first; each != null; each = next) {
            next = each.following;
            if (each.needs(configuration)) {
                each.stream().abort(new IOException("the configuration has changed"));
            }
        }
    }

    @Override
    protected void endIdleSince(long nanos) {
        ClientStream next;
        for (ClientStream each = first; each != null; each = next) {
            next = each.following;
            if (each.openedNanos() - nanos > 0) {
                continue;
            }
            if (each.isIdle() && each.requests() == 0) {
                each.finish();
            } else {
                each.closeIfIdle();
            }
        }
    }

    @Override
    protected void abortAll() {
        ClientStream next;
        for (ClientStream each = first; each != null; each = next) {
            next = each.following;
            each.stream().abort(new IOException("the gateway stops"));
        }
    }
}
