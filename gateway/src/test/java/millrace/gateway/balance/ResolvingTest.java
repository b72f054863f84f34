package millrace.gateway.balance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import millrace.gateway.config.ConfigException;
import millrace.gateway.resolver.NameSource;
import millrace.offload.dns.Answer;
import millrace.offload.dns.Service;
import org.junit.jupiter.api.Test;

class ResolvingTest {
    private static final long SECOND = 1_000_000_000L;

    private final Map<String, CompletableFuture<Answer<InetAddress>>> hosts = new HashMap<>();
    private final Map<String, CompletableFuture<Answer<Service>>> services = new HashMap<>();
    private final List<Runnable> later = new ArrayList<>();
    private final List<Long> delays = new ArrayList<>();
    private final List<String> errors = new ArrayList<>();

    private final NameSource names = new NameSource() {
        @Override
        public CompletionStage<Answer<InetAddress>> addresses(String host) {
            return hosts.computeIfAbsent(host, h -> new CompletableFuture<>());
        }

        @Override
        public CompletionStage<Answer<Service>> services(String name) {
            return services.computeIfAbsent(name, h -> new CompletableFuture<>());
        }
    };

    private static Upstream upstream(String server) throws ConfigException {
        return Upstreams.of(UpstreamFeatureTest.read(
                        "resolver 127.0.0.1; resolver_timeout 5s; upstream u { server " + server + "; }"))
                .named("u");
    }

    private Resolving resolving(Upstream upstream) {
        return new Resolving(
                upstream,
                upstream.resolved().getFirst(),
                names,
                (nanos, task) -> {
                    delays.add(nanos);
                    later.add(task);
                },
                errors::add);
    }

    private static Answer<InetAddress> answer(int ttl, String... addresses) {
        List<InetAddress> all = new ArrayList<>();
        for (String each : addresses) {
            try {
                all.add(InetAddress.getByName(each));
            } catch (UnknownHostException e) {
                throw new AssertionError(e);
            }
        }
        return new Answer<>("x", all, Duration.ofSeconds(ttl));
    }

    private static String peers(Upstream upstream) {
        return String.join(" ", upstream.group().peers().stream()
                .map(p -> p.name() + (p.isBackup() ? "b" : "") + p.weight())
                .toList());
    }

    @Test
    void addressesComeAndGoByTtlAndWhoStaysKeepsItsCounters() throws ConfigException {
        Upstream upstream = upstream("a.example:81 weight=2 resolve");
        hosts.put("a.example", CompletableFuture.completedFuture(answer(7, "192.0.2.1", "192.0.2.2")));
        resolving(upstream).ask();
        assertEquals("192.0.2.1:812 192.0.2.2:812", peers(upstream));
        upstream.group().peers().get(1).state.conns = 5;
        assertEquals(List.of(7 * SECOND, 5 * SECOND), delays, "by TTL, and a time-out for the question");
        hosts.put("a.example", CompletableFuture.completedFuture(answer(0, "192.0.2.2", "192.0.2.3")));
        later.getFirst().run();
        assertEquals("192.0.2.2:812 192.0.2.3:812", peers(upstream));
        assertEquals(5, upstream.group().peers().getFirst().state.conns);
        assertEquals(SECOND, delays.get(2), "no faster than once a second");
    }

    @Test
    void whenNobodyAnswersTheOldOnesStay() throws ConfigException {
        Upstream upstream = upstream("a.example resolve");
        hosts.put("a.example", CompletableFuture.completedFuture(answer(1, "192.0.2.1")));
        resolving(upstream).ask();
        hosts.clear();
        later.getFirst().run();
        later.getLast().run();
        assertEquals("192.0.2.1:801", peers(upstream));
        assertEquals(List.of("a.example could not be resolved (Operation timed out)"), errors);
        assertEquals(5 * SECOND, delays.getLast());
    }

    @Test
    void aServiceHasPortsWeightsAndBackups() throws ConfigException {
        Upstream upstream = upstream("a.example resolve service=http");
        services.put(
                "_http._tcp.a.example",
                CompletableFuture.completedFuture(new Answer<>(
                        "x",
                        List.of(
                                new Service(1, 5, 8001, "one"),
                                new Service(1, 0, 8002, "two"),
                                new Service(2, 3, 8003, "one")),
                        Duration.ofSeconds(60))));
        hosts.put("one", CompletableFuture.completedFuture(answer(30, "192.0.2.1")));
        hosts.put("two", CompletableFuture.failedFuture(new IOException("broken")));
        resolving(upstream).ask();
        assertEquals("192.0.2.1:80015 192.0.2.1:8003b3", peers(upstream));
        assertEquals(
                List.of("two could not be resolved (broken) while resolving service http of a.example"), errors);
        assertEquals(30 * SECOND, delays.getFirst());
    }

    @Test
    void aServiceWhoseHostsCannotBeAskedForKeepsItsPeers() throws ConfigException {
        Upstream upstream = upstream("a.example resolve service=http");
        services.put(
                "_http._tcp.a.example",
                CompletableFuture.completedFuture(
                        new Answer<>("x", List.of(new Service(1, 5, 8001, "one")), Duration.ofSeconds(9))));
        hosts.put("one", CompletableFuture.completedFuture(answer(30, "192.0.2.1")));
        resolving(upstream).ask();
        hosts.put("one", CompletableFuture.failedFuture(new IOException("broken")));
        later.getFirst().run();
        assertEquals("192.0.2.1:80015", peers(upstream));
        assertEquals(2, errors.size());
    }

    @Test
    void requestsWaitForTheFirstAnswerAndNotForLaterOnes() throws ConfigException {
        Upstream upstream = upstream("a.example resolve");
        Selection selection = new Selection(() -> 0).begin(upstream.group());
        List<Peer> found = new ArrayList<>();
        assertEquals(5_000, upstream.queueTimeoutMillis());
        assertTrue(upstream.group().await(new Waiter() {
            @Override
            public Selection selection() {
                return selection;
            }

            @Override
            public void found(Peer peer) {
                found.add(peer);
            }
        }));
        resolving(upstream).ask();
        hosts.get("a.example").complete(answer(1, "192.0.2.1"));
        assertEquals(upstream.group().peers(), found);
        assertEquals(0, upstream.queueTimeoutMillis());
    }

    @Test
    void afterAReloadTheAddressesKnownCountUntilTheyAreAskedFor() throws ConfigException {
        Upstream before = upstream("a.example resolve");
        before.group().resolved(0, List.of(Endpoint.of(new InetSocketAddress("192.0.2.9", 80))));
        Upstream after = upstream("a.example:81 resolve");
        after.takeOver(before, 0);
        assertEquals("192.0.2.9:811", peers(after));
        assertEquals(0, after.queueTimeoutMillis());
    }
}
