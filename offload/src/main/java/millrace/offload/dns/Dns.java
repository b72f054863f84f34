package millrace.offload.dns;

import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import millrace.loop.EventLoop;
import millrace.loop.pool.IoPool;

/**
 * DNS look-ups on an event loop. No thread waits: questions are datagrams of the loop's own, and the machine's files
 * are read by a pool. Answers come with the time for which they count, so that who wants to stay up to date knows
 * when to ask again; they are remembered for that long, failures by RFC 2308 too.
 *
 * <p>For the loop's own thread only; stages complete there, exceptionally with a {@link DnsException}. Cancelling a
 * stage costs nobody else the answer. A client for each loop that asks is cheap: it holds no socket while it is idle.
 *
 * <p>Source: RFC 1035, 2181, 2308, 2782, 3596, 5452, 6724, 6761, 6891, 7766, 8767; {@code resolv.conf(5)}.
 */
public final class Dns implements AutoCloseable {
    /** The TTL of what is not from a server and never changes: addresses in the form of text, and localhost. */
    public static final Duration FOREVER = Duration.ofDays(365);

    private final EventLoop loop;
    private final DnsOptions options;
    private final Resolver resolver;
    private final SettingsSource source;
    private boolean closed;

    private Dns(EventLoop loop, DnsOptions options) {
        this.loop = loop;
        this.options = options;
        this.resolver = new Resolver(loop, options);
        this.source = new SettingsSource(loop, options, resolver::forget);
    }

    /**
     * A client on a loop that is running, on whose thread this is called.
     *
     * @throws IllegalStateException on any other thread
     */
    public static Dns open(EventLoop loop, DnsOptions options) {
        if (EventLoop.current() != loop) {
            throw new IllegalStateException("a DNS client is opened on the thread of its running loop: use submit");
        }
        return new Dns(loop, options);
    }

    /**
     * The addresses of a host, the best first (RFC 6724): text that is an address already, localhost, what the hosts
     * file says, else what servers say to A and AAAA, asked at the same time. Short names go through the search list.
     * A server that answers only one of the two is not waited for long ({@link DnsOptions#resolutionDelay}).
     */
    public CompletionStage<Answer<InetAddress>> lookup(String host) {
        loop.checkThread();
        InetAddress literal = IpLiteral.parse(host);
        if (literal != null) {
            return CompletableFuture.completedStage(new Answer<>(host, List.of(literal), FOREVER));
        }
        return ask(host, (name, settings) -> new HostLookup(loop, resolver, settings, options).find(host, name));
    }

    /** The IPv4 addresses of a name, as servers give them, in their order; the name is taken as it is. */
    public CompletionStage<Answer<InetAddress>> resolve4(String name) {
        return addresses(name, RecordType.A);
    }

    /** The IPv6 addresses of a name, as servers give them, in their order; the name is taken as it is. */
    public CompletionStage<Answer<InetAddress>> resolve6(String name) {
        return addresses(name, RecordType.AAAA);
    }

    private CompletionStage<Answer<InetAddress>> addresses(String text, RecordType type) {
        return ask(text, (name, settings) ->
                resolver.find(new Question(name, type), settings).thenApply(Answers::addresses));
    }

    /**
     * Where a service runs ({@code _http._tcp.example.com}), in the order in which a client should try the places: by
     * priority, among equals drawn by weight.
     */
    public CompletionStage<Answer<Service>> resolveSrv(String service) {
        return ask(service, (name, settings) -> resolver.find(new Question(name, RecordType.SRV), settings)
                .thenApply(found -> Answers.services(found, settings.random())));
    }

    /** The names of an address: what the hosts file says, else PTR. */
    public CompletionStage<Answer<String>> reverse(InetAddress address) {
        DomainName arpa = DomainName.reverse(address);
        return ask(arpa.toString(), (name, settings) -> {
            String known = settings.hosts().name(address);
            if (known != null) {
                return CompletableFuture.completedFuture(new Answer<>(known, List.of(known), options.recheck));
            }
            return resolver.find(new Question(name, RecordType.PTR), settings).thenApply(Answers::names);
        });
    }

    /**
     * The addresses of a host by the C library's {@code getaddrinfo}, through {@link InetAddress}: a thread of the I/O
     * pool waits, in the lane {@code dns}. Meant for names that only the machine's name service switch knows (LDAP,
     * mDNS, {@code nss-myhostname}); all else is faster by {@link #lookup}, which also tells TTLs, and is not limited
     * by threads. The JVM remembers the answers by its own settings ({@code networkaddress.cache.ttl}).
     *
     * @return completes on the loop that asked, exceptionally with an {@link java.net.UnknownHostException}. Any
     * thread.
     */
    public static CompletionStage<List<InetAddress>> system(String host) {
        return IoPool.shared().lane("dns").submit(() -> List.of(InetAddress.getAllByName(host)));
    }

    /** A question about a name, as soon as it is known whom to ask. */
    private interface Asking<T> {
        CompletableFuture<T> ask(DomainName name, Settings settings);
    }

    private <T> CompletableFuture<T> ask(String text, Asking<T> asking) {
        loop.checkThread();
        if (closed) {
            return CompletableFuture.failedFuture(Resolver.closed());
        }
        DomainName name;
        try {
            name = DomainName.of(text);
        } catch (IllegalArgumentException e) {
            return CompletableFuture.failedFuture(new DnsException(DnsException.Kind.BAD_NAME, e.getMessage()));
        }
        CompletableFuture<T> result = new CompletableFuture<>();
        source.settings().thenCompose(settings -> asking.ask(name, settings)).whenComplete((answer, failure) -> {
            if (failure == null) {
                result.complete(answer);
            } else {
                result.completeExceptionally(DnsException.from(failure));
            }
        });
        return result;
    }

    /** Fails all that is under way. */
    @Override
    public void close() {
        loop.checkThread();
        closed = true;
        resolver.close();
    }
}
