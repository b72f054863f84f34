package millrace.offload.dns;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import millrace.loop.EventLoop;
import millrace.loop.Timer;
import millrace.offload.dns.DnsOptions.Family;

/**
 * Finds the addresses of one host: hosts file, then each name of the search list with A and AAAA at the same time,
 * until one has an address. For the loop's thread only.
 */
final class HostLookup {
    /** What came without the other kind counts no longer than this, since the other may be there by then. */
    private static final Duration HALF_TTL = Duration.ofSeconds(5);

    /** Sorting asks the kernel about each address: of many, any is as good as another. */
    private static final int MOST_SORTED = 64;

    private final EventLoop loop;
    private final Resolver resolver;
    private final Settings settings;
    private final DnsOptions options;
    private final CompletableFuture<Answer<InetAddress>> result = new CompletableFuture<>();
    private final List<Outcome.Found> found = new ArrayList<>(2);

    private List<DomainName> candidates;
    private int tried;
    private int pending;
    private Timer delay;

    /** Of the present candidate. A trouble tells more than an absence: what is absent may have been the other half. */
    private DnsException failure;

    /** Of all candidates: that a name exists tells most, that none does least. */
    private DnsException best;

    HostLookup(EventLoop loop, Resolver resolver, Settings settings, DnsOptions options) {
        this.loop = loop;
        this.resolver = resolver;
        this.settings = settings;
        this.options = options;
    }

    /** @param host the name as it was written, for whether it ends in a dot */
    CompletableFuture<Answer<InetAddress>> find(String host, DomainName name) {
        List<InetAddress> known =
                settings.hosts().addresses(name).stream().filter(this::isWanted).toList();
        if (!known.isEmpty()) {
            result.complete(new Answer<>(name.toString(), sorted(known), options.recheck));
            return result;
        }
        candidates = host.endsWith(".") || SpecialNames.isSpecial(name)
                ? List.of(name)
                : SearchList.candidates(name, settings.search(), settings.ndots());
        tryNext();
        return result;
    }

    private boolean isWanted(InetAddress address) {
        return switch (options.family) {
            case ANY -> true;
            case IPV4 -> address instanceof Inet4Address;
            case IPV6 -> !(address instanceof Inet4Address);
        };
    }

    private void tryNext() {
        DomainName name = candidates.get(tried++);
        failure = null;
        pending = options.family == Family.ANY ? 2 : 1;
        if (options.family != Family.IPV4) {
            ask(new Question(name, RecordType.AAAA));
        }
        if (options.family != Family.IPV6) {
            ask(new Question(name, RecordType.A));
        }
    }

    private void ask(Question question) {
        resolver.resolve(question, settings).whenComplete((outcome, thrown) -> {
            if (outcome instanceof Outcome.Found addresses) {
                found.add(addresses);
            } else {
                DnsException why = thrown != null
                        ? DnsException.from(thrown)
                        : DnsException.missing(question, (Outcome.Missing) outcome);
                failure = failure == null || why.isPassing() ? why : failure;
            }
            if (--pending == 0) {
                decide();
            } else if (!found.isEmpty()) {
                delay = loop.schedule(this::decide, options.resolutionDelay.toNanos(), TimeUnit.NANOSECONDS);
            }
        });
    }

    private void decide() {
        if (delay != null) {
            delay.cancel();
        }
        if (!found.isEmpty()) {
            result.complete(merged());
            return;
        }
        best = best == null || rank(failure) > rank(best) ? failure : best;
        boolean goOn = failure.isAboutTheName() || failure.kind() == DnsException.Kind.SERVER_FAILURE;
        if (goOn && tried < candidates.size()) {
            tryNext();
        } else {
            result.completeExceptionally(goOn ? best : failure);
        }
    }

    private static int rank(DnsException failure) {
        return switch (failure.kind()) {
            case NO_DATA -> 2;
            case NOT_FOUND -> 0;
            default -> 1;
        };
    }

    private Answer<InetAddress> merged() {
        List<InetAddress> all = new ArrayList<>();
        Duration ttl = pending > 0 ? HALF_TTL : Dns.FOREVER;
        for (Outcome.Found one : found) {
            Answer<InetAddress> answer = Answers.addresses(one);
            all.addAll(answer.values());
            ttl = ttl.compareTo(answer.ttl()) < 0 ? ttl : answer.ttl();
        }
        return new Answer<>(found.getFirst().name().toString(), sorted(all), ttl);
    }

    private static List<InetAddress> sorted(List<InetAddress> addresses) {
        return addresses.size() > MOST_SORTED ? addresses : AddressOrder.sort(addresses, SourceAddress::towards);
    }
}
