package millrace.offload.dns;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import millrace.offload.dns.DnsOptions.Family;

/** Finds the addresses of one host: hosts file, search list, A and AAAA at the same time. For the loop's thread only. */
final class HostLookup {
    private final Resolver resolver;
    private final Settings settings;
    private final Family family;

    /** Of the candidates tried, what says most: that a name exists, else that servers are in trouble. */
    private DnsException best;

    HostLookup(Resolver resolver, Settings settings, Family family) {
        this.resolver = resolver;
        this.settings = settings;
        this.family = family;
    }

    CompletableFuture<Answer<InetAddress>> find(String host, DomainName name) {
        List<InetAddress> known =
                settings.hosts().addresses(name).stream().filter(this::isWanted).toList();
        if (!known.isEmpty()) {
            return CompletableFuture.completedFuture(new Answer<>(name.toString(), sorted(known), Dns.HOSTS_TTL));
        }
        List<DomainName> candidates = SpecialNames.isSpecial(name)
                ? List.of(name)
                : SearchList.candidates(host, settings.search(), settings.ndots());
        return tryFrom(candidates, 0);
    }

    private boolean isWanted(InetAddress address) {
        return switch (family) {
            case ANY -> true;
            case IPV4 -> address instanceof Inet4Address;
            case IPV6 -> !(address instanceof Inet4Address);
        };
    }

    private static List<InetAddress> sorted(List<InetAddress> addresses) {
        return AddressOrder.sort(addresses, SourceAddress::towards);
    }

    private CompletableFuture<Answer<InetAddress>> tryFrom(List<DomainName> candidates, int index) {
        return both(candidates.get(index)).exceptionallyCompose(thrown -> {
            DnsException failure = DnsException.from(thrown);
            best = best == null || rank(failure) > rank(best) ? failure : best;
            boolean goOn = failure.isAboutTheName() || failure.kind() == DnsException.Kind.SERVER_FAILURE;
            return goOn && index + 1 < candidates.size()
                    ? tryFrom(candidates, index + 1)
                    : CompletableFuture.failedFuture(goOn ? best : failure);
        });
    }

    private static int rank(DnsException failure) {
        return switch (failure.kind()) {
            case NO_DATA -> 2;
            case NOT_FOUND -> 0;
            default -> 1;
        };
    }

    private CompletableFuture<Answer<InetAddress>> both(DomainName name) {
        if (family != Family.ANY) {
            RecordType type = family == Family.IPV4 ? RecordType.A : RecordType.AAAA;
            return one(name, type).thenApply(answer -> merge(answer, null));
        }
        CompletableFuture<Answer<InetAddress>> v6 = one(name, RecordType.AAAA);
        CompletableFuture<Answer<InetAddress>> v4 = one(name, RecordType.A);
        return v6.handle((answer6, failure6) -> v4.handle((answer4, failure4) -> {
                    if (failure4 == null || failure6 == null) {
                        return CompletableFuture.completedFuture(merge(answer6, answer4));
                    }
                    return CompletableFuture.<Answer<InetAddress>>failedFuture(worse(failure6, failure4));
                }))
                .thenCompose(whenBoth -> whenBoth)
                .thenCompose(answer -> answer);
    }

    /** A failure that may pass tells more than one about the name: the other half may have had the answer. */
    private static DnsException worse(Throwable a, Throwable b) {
        DnsException first = DnsException.from(a);
        DnsException second = DnsException.from(b);
        return second.isPassing() && !first.isPassing() ? second : first;
    }

    private CompletableFuture<Answer<InetAddress>> one(DomainName name, RecordType type) {
        return resolver.resolve(new Question(name, type), settings).thenApply(Answers::addresses);
    }

    private static Answer<InetAddress> merge(Answer<InetAddress> a, Answer<InetAddress> b) {
        if (a == null || b == null) {
            Answer<InetAddress> one = a == null ? b : a;
            return new Answer<>(one.name(), sorted(one.values()), one.ttl());
        }
        List<InetAddress> all = new ArrayList<>(a.values());
        all.addAll(b.values());
        Duration ttl = a.ttl().compareTo(b.ttl()) < 0 ? a.ttl() : b.ttl();
        return new Answer<>(a.name(), sorted(all), ttl);
    }
}
