package millrace.offload.dns;

import static millrace.offload.dns.DnsFixture.LONG;
import static millrace.offload.dns.DnsFixture.addresses;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import millrace.os.Proc;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Many questions at a time, and answers that outlive their servers. */
class ResolverTest {
    private static final FakeServer.Behaviour HONEST =
            query -> query.send(query.reply().address(query.name(), 60, "192.0.2.1"));

    private static DnsOptions only(FakeServer server) {
        return DnsOptions.only(server.address()).timeout(LONG, 2);
    }

    @Test
    void equalQuestionsAtTheSameTimeAreAskedOnce() throws Exception {
        try (FakeServer server = new FakeServer(query -> {});
                DnsFixture fixture = new DnsFixture(only(server))) {
            var first = fixture.ask(dns -> dns.resolve4("www.example"));
            var cancelled = fixture.ask(dns -> dns.resolve4("www.example"));
            var second = fixture.ask(dns -> dns.resolve4("www.Example"));
            cancelled.cancel(false);
            await(() -> !server.queries().isEmpty());
            FakeServer.Query query = server.queries().getFirst();
            query.send(query.reply().address("www.example", 1, "192.0.2.1"));
            assertEquals(addresses("192.0.2.1"), DnsFixture.await(first).values());
            assertEquals(addresses("192.0.2.1"), DnsFixture.await(second).values());
            assertEquals(1, server.queries().size());
        }
    }

    /** For what happens on a server's thread. */
    static void await(BooleanSupplier condition) {
        while (!condition.getAsBoolean()) {
            Thread.onSpinWait();
        }
    }

    @Test
    void noMoreQuestionsThanAllowedAreUnderWayAndNoneIsLost() throws Exception {
        try (FakeServer server = new FakeServer(query -> {});
                DnsFixture fixture = new DnsFixture(only(server).limits(2, 3))) {
            var answers = fixture.loop
                    .submit(() -> IntStream.range(0, 6)
                            .mapToObj(i -> fixture.dns.resolve4("h" + i + ".example").toCompletableFuture())
                            .toList())
                    .toCompletableFuture()
                    .get();
            assertEquals(DnsException.Kind.OVERLOADED, DnsFixture.failure(answers.get(5)).kind());
            Set<String> seen = new TreeSet<>();
            for (int i = 0; i < 5; i++) {
                int number = i;
                await(() -> server.queries().size() > number);
                FakeServer.Query query = server.queries().get(i);
                assertTrue(server.queries().size() <= i + 2, "two at a time");
                seen.add(query.name());
                query.send(query.reply().address(query.name(), 60, "192.0.2." + i));
            }
            for (var answer : answers.subList(0, 5)) {
                assertEquals(1, DnsFixture.await(answer).values().size());
            }
            assertEquals("h0h1h2h3h4", seen.stream().map(n -> n.substring(0, 2)).collect(Collectors.joining()));
        }
    }

    @Test
    void whatIsUnderWayFailsWhenTheClientIsClosed() throws Exception {
        try (FakeServer server = new FakeServer(query -> {});
                DnsFixture fixture = new DnsFixture(only(server).limits(1, 10))) {
            var asked = fixture.ask(dns -> dns.lookup("www.example"));
            await(() -> !server.queries().isEmpty());
            fixture.loop.execute(fixture.dns::close);
            assertEquals(DnsException.Kind.CLOSED, DnsFixture.failure(asked).kind());
            assertEquals(DnsException.Kind.CLOSED, fixture.failure(dns -> dns.lookup("b.example")).kind());
            assertEquals(1, server.queries().size());
        }
    }

    /** More of them wait than the loop gives rounds to its last turn. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whatIsUnderWayFailsWhenTheLoopEnds(boolean overTcp) throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch over = new CountDownLatch(1);
        FakeServer.Behaviour neverDone = query -> {
            if (query.tcp() == overTcp) {
                asked.countDown();
                hold(over);
            } else {
                query.send(query.reply().truncated());
            }
        };
        int self = (int) ProcessHandle.current().pid();
        try (FakeServer first = new FakeServer(neverDone);
                FakeServer second = new FakeServer(query -> {})) {
            int before = Proc.descriptors(self);
            DnsOptions options = DnsOptions.only(first.address(), second.address()).timeout(LONG, 2).limits(1, 3000);
            List<CompletableFuture<Answer<InetAddress>>> answers;
            try (DnsFixture fixture = new DnsFixture(options)) {
                answers = DnsFixture.await(fixture.loop.submit(() -> IntStream.range(0, 3000)
                        .mapToObj(i -> fixture.dns.resolve4("h" + i + ".example").toCompletableFuture())
                        .toList()));
                assertTrue(asked.await(DnsFixture.DEADLINE_SECONDS, TimeUnit.SECONDS));
            }
            for (var answer : answers) {
                assertTrue(answer.isDone());
                assertEquals(DnsException.Kind.CLOSED, DnsFixture.failure(answer).kind());
            }
            over.countDown();
            while (Proc.descriptors(self) > before) {
                Thread.onSpinWait(); // The server's own connections.
            }
        }
    }

    private static void hold(CountDownLatch until) throws IOException {
        try {
            until.await();
        } catch (InterruptedException e) {
            throw new InterruptedIOException();
        }
    }

    @Test
    void anOldAnswerServesWhenTheServersAreInTrouble() throws Exception {
        CachePolicy policy = CachePolicy.DEFAULT
                .withFixedTtl(Duration.ofNanos(1))
                .withStaleFor(Duration.ofHours(1));
        try (FakeServer server = new FakeServer(HONEST);
                DnsFixture fixture = new DnsFixture(only(server).cache(policy))) {
            fixture.get(dns -> dns.resolve4("www.example"));
            fixture.nextTurn();
            server.behave(query -> query.send(query.reply().code(Message.SERVER_FAILURE)));
            Answer<InetAddress> stale = fixture.get(dns -> dns.resolve4("www.example"));
            assertEquals(addresses("192.0.2.1"), stale.values());
            assertEquals(Duration.ofSeconds(30), stale.ttl());
            assertEquals(
                    DnsException.Kind.SERVER_FAILURE,
                    fixture.failure(dns -> dns.resolve4("other.example")).kind());
        }
    }
}
