package millrace.offload.dns;

import static millrace.offload.dns.DnsFixture.LONG;
import static millrace.offload.dns.DnsFixture.SHORT;
import static millrace.offload.dns.DnsFixture.addresses;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import millrace.os.Proc;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What look-ups find when servers break, are slow or are not there. */
class DnsTroubleTest {
    private static final FakeServer.Behaviour HONEST =
            query -> query.send(query.reply().address(query.name(), 60, "192.0.2.1"));
    private static final List<InetAddress> TRUE_ADDRESS = addresses("192.0.2.1");
    private static final String LIE = "192.0.2.66";

    private static DnsOptions asking(Duration timeout, int rounds, FakeServer... servers) {
        return DnsOptions.only(List.of(servers).stream().map(FakeServer::address).toArray(InetSocketAddress[]::new))
                .timeout(timeout, rounds);
    }

    @Test
    void whatDoesNotFitIsFetchedOverTcp() throws Exception {
        FakeServer.Behaviour large = query -> {
            Reply reply = query.reply();
            for (int i = 0; query.tcp() && i < 2000; i++) {
                reply.address(query.name(), 60, "10.0." + i / 256 + "." + i % 256);
            }
            query.send(query.tcp() ? reply : reply.truncated());
        };
        try (FakeServer server = new FakeServer(large);
                DnsFixture fixture = new DnsFixture(asking(LONG, 1, server))) {
            assertEquals(2000, fixture.get(dns -> dns.resolve4("large.example")).values().size());
            assertEquals(List.of(false, true), server.queries().stream().map(FakeServer.Query::tcp).toList());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"ends early", "says nothing", "is cut off", "answers another", "is garbage"})
    void aServerThatFailsOverTcpIsPassedOver(String how) throws Exception {
        FakeServer.Behaviour broken = query -> {
            if (!query.tcp()) {
                query.send(query.reply().truncated());
                return;
            }
            switch (how) {
                case "ends early" -> query.send(query.reply().truncated());
                case "is cut off" -> query.sender().send(new byte[] {1, 2, 3});
                case "answers another" -> query.send(query.reply().question("x.example", Reply.A));
                case "is garbage" -> query.sender().send(new byte[60]);
                default -> {
                    // says nothing, and the connection ends
                }
            }
        };
        try (FakeServer first = new FakeServer(broken);
                FakeServer second = new FakeServer(HONEST);
                DnsFixture fixture = new DnsFixture(asking(LONG, 1, first, second))) {
            assertEquals(TRUE_ADDRESS, fixture.get(dns -> dns.resolve4("www.example")).values());
            assertEquals(2, first.queries().size());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {Message.SERVER_FAILURE, Message.REFUSED, 9})
    void aServerThatAnswersWithAnErrorIsPassedOver(int code) throws Exception {
        try (FakeServer first = new FakeServer(query -> query.send(query.reply().code(code)));
                FakeServer second = new FakeServer(HONEST);
                DnsFixture fixture = new DnsFixture(asking(LONG, 1, first, second))) {
            assertEquals(TRUE_ADDRESS, fixture.get(dns -> dns.resolve4("www.example")).values());
        }
    }

    @Test
    void aServerThatAnswersGarbageIsPassedOver() throws Exception {
        Random random = new Random(5);
        FakeServer.Behaviour garbage = query -> {
            byte[] answer = new byte[2 + random.nextInt(100)];
            random.nextBytes(answer);
            query.sender().send(answer); // of another id: as good as not there
            answer = query.reply().address(query.name(), 60, LIE).bytes();
            query.sender().send(Arrays.copyOf(answer, answer.length - 3));
        };
        try (FakeServer first = new FakeServer(garbage);
                FakeServer second = new FakeServer(HONEST);
                DnsFixture fixture = new DnsFixture(asking(LONG, 1, first, second))) {
            for (int i = 0; i < 50; i++) {
                String name = "h" + i + ".example";
                assertEquals(TRUE_ADDRESS, fixture.get(dns -> dns.resolve4(name)).values());
            }
        }
    }

    @Test
    void anOldServerIsAskedAgainWithoutEdns() throws Exception {
        FakeServer.Behaviour old = query -> {
            if (query.hasEdns()) {
                query.send(query.reply().code(Message.FORMAT_ERROR).noQuestion());
            } else {
                HONEST.onQuery(query);
            }
        };
        try (FakeServer server = new FakeServer(old);
                DnsFixture fixture = new DnsFixture(asking(LONG, 1, server))) {
            assertEquals(TRUE_ADDRESS, fixture.get(dns -> dns.resolve4("www.example")).values());
            server.behave(query -> query.send(query.reply().code(Message.FORMAT_ERROR)));
            assertTrue(fixture.failure(dns -> dns.resolve4("b.example")).getMessage().contains("FORMERR"));
        }
    }

    /** With a timeout beyond the test's own: some servers never answer AAAA. */
    @Test
    void addressesOfOneKindAreNotHeldUpByTheOtherForLong() throws Exception {
        FakeServer.Behaviour deafOnOneEar = query -> {
            if (query.type() == Reply.A) {
                HONEST.onQuery(query);
            }
        };
        try (FakeServer server = new FakeServer(deafOnOneEar);
                DnsFixture fixture = new DnsFixture(asking(Duration.ofHours(1), 1, server))) {
            Answer<InetAddress> half = fixture.get(dns -> dns.lookup("www.example"));
            assertEquals(TRUE_ADDRESS, half.values());
            assertEquals(Duration.ofSeconds(5), half.ttl(), "asked again soon, although the server said 60");
        }
    }

    @Test
    void aLostQuestionIsAskedAgain() throws Exception {
        FakeServer.Behaviour deafTwice = new FakeServer.Behaviour() {
            private int heard;

            @Override
            public void onQuery(FakeServer.Query query) throws IOException {
                if (++heard > 2) {
                    HONEST.onQuery(query);
                }
            }
        };
        try (FakeServer server = new FakeServer(deafTwice);
                DnsFixture fixture = new DnsFixture(asking(SHORT, 1000, server))) {
            assertEquals(TRUE_ADDRESS, fixture.get(dns -> dns.resolve4("www.example")).values());
            assertTrue(server.queries().size() >= 3);
        }
    }

    @Test
    void aServerThatLetsDownIsAskedLastTheNextTime() throws Exception {
        FakeServer.Behaviour halfDead = query -> {
            if (!query.tcp()) {
                query.send(query.reply().truncated()); // And then the connection just ends.
            }
        };
        try (FakeServer first = new FakeServer(halfDead);
                FakeServer honest = new FakeServer(HONEST);
                DnsFixture fixture = new DnsFixture(asking(LONG, 1, first, honest))) {
            fixture.get(dns -> dns.resolve4("a.example"));
            fixture.get(dns -> dns.resolve4("b.example"));
            assertTrue(first.queries().stream().allMatch(query -> query.name().equals("a.example")));
        }
    }

    @Test
    void whenNobodyAnswersTheErrorNamesTheServersAndNoSocketIsLeft() throws Exception {
        try (FakeServer first = new FakeServer(query -> {});
                FakeServer second = new FakeServer(query -> {});
                DnsFixture fixture = new DnsFixture(asking(SHORT, 2, first, second))) {
            int self = (int) ProcessHandle.current().pid();
            int before = Proc.descriptors(self);
            DnsException failure = fixture.failure(dns -> dns.lookup("www.example"));
            assertEquals(DnsException.Kind.TIMEOUT, failure.kind());
            for (FakeServer server : List.of(first, second)) {
                String told = "127.0.0.1 port " + server.address().getPort() + ": no answer in 40 ms";
                assertTrue(failure.getMessage().contains(told), failure.getMessage());
            }
            fixture.nextTurn();
            assertTrue(Proc.descriptors(self) <= before);
        }
    }

    @Test
    void whenAllAnswerWithErrorsTheErrorSaysWhich() throws Exception {
        try (FakeServer first = new FakeServer(query -> query.send(query.reply().code(Message.SERVER_FAILURE)));
                FakeServer second = new FakeServer(query -> query.send(query.reply().code(Message.REFUSED)));
                DnsFixture fixture = new DnsFixture(asking(LONG, 2, first, second))) {
            DnsException failure = fixture.failure(dns -> dns.lookup("www.example"));
            assertEquals(DnsException.Kind.SERVER_FAILURE, failure.kind());
            assertTrue(failure.getMessage().matches(".*SERVFAIL; .*REFUSED"), failure.getMessage());
        }
    }

    /** With a timeout of half a minute: what decides is the kernel's word that nobody is there. */
    @Test
    void aServerThatIsNotThereCostsNoTime() throws Exception {
        InetSocketAddress nobody;
        try (FakeServer gone = new FakeServer(HONEST)) {
            nobody = gone.address();
        }
        try (FakeServer honest = new FakeServer(HONEST);
                DnsFixture fixture =
                        new DnsFixture(DnsOptions.only(nobody, honest.address()).timeout(LONG, 1));
                DnsFixture alone = new DnsFixture(DnsOptions.only(nobody).timeout(LONG, 3))) {
            assertEquals(TRUE_ADDRESS, fixture.get(dns -> dns.resolve4("www.example")).values());
            DnsException failure = alone.failure(dns -> dns.resolve4("www.example"));
            assertEquals(DnsException.Kind.TIMEOUT, failure.kind());
            assertTrue(failure.getMessage().contains("ECONNREFUSED"), failure.getMessage());
        }
    }

    /** An address without any way to it fails in the very call; many such questions must not pile up on the stack. */
    @Test
    void manyQuestionsToServersThatCannotBeReachedFailOneByOne() throws Exception {
        InetSocketAddress noWay = new InetSocketAddress(InetAddress.ofLiteral("255.255.255.255"), 53);
        try (DnsFixture fixture = new DnsFixture(DnsOptions.only(noWay).limits(1, 20_000))) {
            var all = DnsFixture.await(fixture.loop.submit(() -> IntStream.range(0, 5000)
                    .mapToObj(i -> fixture.dns.resolve4("h" + i + ".example").toCompletableFuture())
                    .toList()));
            for (var one : all) {
                assertEquals(DnsException.Kind.TIMEOUT, DnsFixture.failure(one).kind());
            }
        }
    }
}
