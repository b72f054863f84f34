package millrace.gateway.balance;

import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.List;
import millrace.gateway.exchange.Exchange;
import millrace.gateway.resolver.ResolverSettings;
import millrace.gateway.resolver.UpstreamAddress;
import millrace.gateway.variable.Template;
import millrace.http.codec.Output;

/**
 * An upstream of a configuration, as a proxy meets it: its group, and what ties requests to the group's peers. A request
 * goes so:
 *
 * <pre>
 *   begin ─▶ selection.next ─▶ (connect, send) ─▶ header ─▶ (body) ─▶ release
 *                 ▲                   └── release(FAILED), selection.mayRetry ──┘
 *                 └───────────────────────────────┘
 * </pre>
 *
 * <p>Immutable but for its group, which is put in its place once when the configuration takes over from another. Any
 * thread; selections belong to the loop of their request.
 */
public final class Upstream {
    private final String name;
    private final Template key;
    private final boolean byClient;
    private final Sticky sticky;
    private final KeepAlive keepAlive;
    private final long queueTimeoutMillis;
    private final boolean timesConnect;
    private final GroupSpec spec;
    private final List<UpstreamSettings.Resolved> resolved;
    private ResolverSettings.Resolver resolver;
    private long resolverTimeoutMillis;
    private volatile Group group;

    Upstream(UpstreamSettings settings) {
        this.name = settings.spec.name;
        this.spec = settings.spec;
        this.key = settings.key;
        this.byClient = settings.byClient;
        this.sticky = settings.sticky;
        this.keepAlive = settings.keepAlive;
        this.queueTimeoutMillis = settings.queueTimeoutMillis;
        this.timesConnect = settings.timesConnect;
        this.resolved = List.copyOf(settings.resolved);
        this.group = new Group(spec, null, Group.chance());
    }

    /** One that is made for a request whose {@code proxy_pass} has variables: the addresses of a name, in turns. */
    public static Upstream of(UpstreamAddress address, List<SocketAddress> addresses) {
        UpstreamSettings settings = new UpstreamSettings();
        settings.spec = new GroupSpec(address.host());
        settings.spec.add(ServerOptions.of(address.text()), addresses.stream().map(Endpoint::of).toArray(Endpoint[]::new));
        settings.keepAlive = KeepAlive.DEFAULT.withConnections(0, true);
        return new Upstream(settings);
    }

    /** As {@code upstream} names it, or for the address of a bare {@code proxy_pass} that address. */
    public String name() {
        return name;
    }

    public Group group() {
        return group;
    }

    public KeepAlive keepAlive() {
        return keepAlive;
    }

    /** Whether a session of {@code stream} tells of its peer when it is connected, and not at the first byte. */
    public boolean timesConnect() {
        return timesConnect;
    }

    /** How long a request may wait in {@link Group#await}; 0 for not at all. */
    public long queueTimeoutMillis() {
        return queueTimeoutMillis == 0 && group.isUnanswered() ? resolverTimeoutMillis : queueTimeoutMillis;
    }

    /** Begins the search for a peer for a request: whom it asks for and what it is hashed by comes from its variables. */
    public void begin(Exchange x, Selection selection) {
        selection.begin(group);
        if (key != null) {
            key.write(x, selection.key);
        }
        if (byClient && x.client().remoteAddress() instanceof InetSocketAddress client) {
            selection.key.put(client.getAddress().getAddress());
        }
        if (sticky != null) {
            sticky.lookup(x, selection);
        }
    }

    /**
     * The value of a {@code Set-Cookie} field that binds the client to the peer, for the head of the reply.
     *
     * @return {@code false} if there is to be none
     */
    public boolean cookie(Exchange x, Selection selection, Output to) {
        return sticky != null
                && selection.current() != null
                && sticky.cookie(x, selection.current(), System.currentTimeMillis() / 1_000, to);
    }

    /** The header of the peer's answer is here, and is not passed over for another try. */
    public void header(Exchange x, Selection selection) {
        selection.header();
        if (sticky != null) {
            sticky.header(x, selection);
        }
    }

    /** See {@link Selection#release(Outcome, int, long, long)}. */
    public boolean release(
            Exchange x, Selection selection, Outcome outcome, int status, long sentBytes, long receivedBytes) {
        if (sticky != null && outcome == Outcome.SUCCEEDED && selection.current() != null) {
            sticky.served(x, selection);
        }
        return selection.release(outcome, status, sentBytes, receivedBytes);
    }

    /** Goes on with the counters, sessions and resolved addresses of an upstream in the configuration before. */
    void takeOver(Upstream before, long nowNanos) {
        for (UpstreamSettings.Resolved line : resolved) {
            for (UpstreamSettings.Resolved old : before.resolved) {
                if (line.isSameName(old)) {
                    List<Endpoint> known = line.at(before.group.endpoints(old.line()));
                    spec.servers.set(line.line(), spec.servers.get(line.line()).with(known));
                }
            }
        }
        group = new Group(spec, before.group, Group.chance());
        if (sticky != null && before.sticky != null) {
            sticky.takeOver(before.sticky, nowNanos);
        }
    }

    /** New peers get nothing before a check has found them healthy; as long as the configuration is read. */
    void mandatory() {
        spec.mandatory = true;
        group = new Group(spec, null, Group.chance());
    }

    /** Who resolves the names of its servers; as long as the configuration is read. */
    void resolver(ResolverSettings.Resolver by, long timeoutMillis) {
        resolver = by;
        resolverTimeoutMillis = timeoutMillis;
    }

    List<UpstreamSettings.Resolved> resolved() {
        return resolved;
    }

    ResolverSettings.Resolver resolver() {
        return resolver;
    }

    long resolverTimeoutMillis() {
        return resolverTimeoutMillis;
    }

    @Override
    public String toString() {
        return name;
    }
}
