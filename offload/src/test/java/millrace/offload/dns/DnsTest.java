package millrace.offload.dns;

import static millrace.offload.dns.DnsFixture.LONG;
import static millrace.offload.dns.DnsFixture.addresses;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import millrace.offload.dns.DnsOptions.Family;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What look-ups find when servers are honest. */
class DnsTest {
    private static DnsOptions only(FakeServer server) {
        return DnsOptions.only(server.address()).timeout(LONG, 2).resolutionDelay(LONG);
    }

    /** Has addresses of both kinds for whatever name. */
    private static final FakeServer.Behaviour BOTH = query -> query.send(query.reply()
            .address(query.name(), query.type() == Reply.A ? 60 : 30, query.type() == Reply.A ? "127.0.0.9" : "::1"));

    @Test
    void aHostHasItsAddressesOfBothKindsTheBestFirstAndTheShorterTtl() throws Exception {
        try (FakeServer server = new FakeServer(BOTH);
                DnsFixture fixture = new DnsFixture(only(server))) {
            Answer<InetAddress> answer = fixture.get(dns -> dns.lookup("www.example"));
            assertEquals(Set.copyOf(addresses("127.0.0.9", "::1")), Set.copyOf(answer.values()));
            assertEquals("www.example", answer.name());
            assertEquals(Duration.ofSeconds(30), answer.ttl());
            assertEquals(
                    AddressOrder.sort(addresses("127.0.0.9", "::1"), SourceAddress::towards), answer.values());
            assertTrue(server.queries().getFirst().hasEdns());
        }
    }

    @Test
    void filesThatCannotBeReadFailEachLookUpByName(@TempDir Path folder) throws Exception {
        try (DnsFixture fixture = new DnsFixture(DnsOptions.system().resolvConf(folder))) {
            for (int i = 0; i < 2; i++) {
                DnsException failure = fixture.failure(dns -> dns.lookup("www.example"));
                assertEquals("read " + folder + ": Is a directory", failure.getMessage());
            }
        }
    }

    @Test
    void withoutIpv6OnlyOneQuestionIsAsked() throws Exception {
        try (FakeServer server = new FakeServer(BOTH);
                DnsFixture fixture = new DnsFixture(only(server).family(Family.IPV4))) {
            assertEquals(addresses("127.0.0.9"), fixture.get(dns -> dns.lookup("www.example")).values());
            assertEquals(1, server.queries().size());
        }
    }

    @Test
    void aHostWithAddressesOfOneKindIsFound() throws Exception {
        FakeServer.Behaviour v6Only = query -> query.send(query.type() == Reply.AAAA
                ? query.reply().address("six.example", 60, "2001:db8::1")
                : query.reply().authority("example", 60, 60));
        try (FakeServer server = new FakeServer(v6Only);
                DnsFixture fixture = new DnsFixture(only(server))) {
            assertEquals(addresses("2001:db8::1"), fixture.get(dns -> dns.lookup("six.example")).values());
        }
    }

    @Test
    void anAnswerIsAskedForOnceAndRememberedForItsTime() throws Exception {
        try (FakeServer server = new FakeServer(BOTH);
                DnsFixture fixture = new DnsFixture(only(server))) {
            fixture.get(dns -> dns.resolve4("www.example"));
            Duration left = fixture.get(dns -> dns.resolve4("WWW.example.")).ttl();
            assertTrue(left.compareTo(Duration.ofSeconds(60)) <= 0, left.toString());
            assertEquals(1, server.queries().size());
        }
    }

    @Test
    void aNameThatDoesNotExistIsAnErrorThatSaysSoAndIsRemembered() throws Exception {
        FakeServer.Behaviour nothing =
                query -> query.send(query.reply().code(Message.NAME_ERROR).authority("example", 900, 100));
        try (FakeServer server = new FakeServer(nothing);
                DnsFixture fixture = new DnsFixture(only(server))) {
            DnsException failure = fixture.failure(dns -> dns.lookup("nosuch.example"));
            assertEquals(DnsException.Kind.NOT_FOUND, failure.kind());
            assertEquals("nosuch.example does not exist", failure.getMessage());
            assertTrue(failure.ttl().toSeconds() <= 100 && failure.ttl().isPositive(), failure.ttl().toString());
            fixture.failure(dns -> dns.lookup("nosuch.example"));
            assertEquals(2, server.queries().size(), "one for A, one for AAAA");
        }
    }

    @Test
    void aChainOfAliasesIsFollowedOverSeveralAnswers() throws Exception {
        FakeServer.Behaviour chain = query -> {
            int number = Integer.parseInt(query.name().substring(1, query.name().indexOf('.')));
            Reply reply = query.reply();
            query.send(number < 9
                    ? reply.alias("n" + number + ".example", 60 - number, "n" + (number + 1) + ".example")
                    : reply.address(query.name(), 300, "192.0.2.1"));
        };
        try (FakeServer server = new FakeServer(chain);
                DnsFixture fixture = new DnsFixture(only(server))) {
            Answer<InetAddress> answer = fixture.get(dns -> dns.resolve4("n1.example"));
            assertEquals("n9.example", answer.name());
            assertEquals(addresses("192.0.2.1"), answer.values());
            assertTrue(answer.ttl().toSeconds() <= 52, answer.ttl().toString());
            assertEquals(9, server.queries().size());
        }
    }

    @Test
    void aCircleOfAliasesOverSeveralAnswersIsAnError() throws Exception {
        FakeServer.Behaviour circle = query -> query.send(query.reply()
                .alias(query.name(), 60, query.name().startsWith("a") ? "b.example" : "a.example"));
        try (FakeServer server = new FakeServer(circle);
                DnsFixture fixture = new DnsFixture(only(server))) {
            assertEquals(
                    DnsException.Kind.ALIAS_LOOP, fixture.failure(dns -> dns.resolve4("a.example")).kind());
            assertEquals(2, server.queries().size());
        }
    }

    @Test
    void servicesAreFoundWithTheirPlaces() throws Exception {
        FakeServer.Behaviour services = query -> query.send(query.reply()
                .service(query.name(), 60, 20, 0, 8081, "b.example")
                .service(query.name(), 60, 10, 5, 8080, "a.example"));
        try (FakeServer server = new FakeServer(services);
                DnsFixture fixture = new DnsFixture(only(server))) {
            assertEquals(
                    List.of(new Service(10, 5, 8080, "a.example"), new Service(20, 0, 8081, "b.example")),
                    fixture.get(dns -> dns.resolveSrv("_http._tcp.example")).values());
            server.behave(query -> query.send(query.reply().service(query.name(), 60, 0, 0, 0, "")));
            assertEquals(List.of(), fixture.get(dns -> dns.resolveSrv("_ftp._tcp.example")).values());
        }
    }

    @Test
    void anAddressHasAName() throws Exception {
        FakeServer.Behaviour names =
                query -> query.send(query.reply().pointer(query.name(), 60, "host\1.example"));
        try (FakeServer server = new FakeServer(names);
                DnsFixture fixture = new DnsFixture(only(server))) {
            assertEquals(
                    List.of("host\\001.example"),
                    fixture.get(dns -> dns.reverse(InetAddress.ofLiteral("192.0.2.1"))).values());
            assertEquals("1.2.0.192.in-addr.arpa", server.queries().getFirst().name());
        }
    }

    @Test
    void whatIsKnownToEverybodyIsNotAskedFor(@TempDir Path folder) throws Exception {
        Path hosts = Files.writeString(folder.resolve("hosts"), "192.0.2.77 known.example\n");
        try (FakeServer server = new FakeServer(BOTH);
                DnsFixture fixture = new DnsFixture(only(server).hosts(hosts))) {
            assertEquals(addresses("192.0.2.7"), fixture.get(dns -> dns.lookup("192.0.2.7")).values());
            assertEquals(addresses("::1"), fixture.get(dns -> dns.lookup("[::1]")).values());
            assertEquals(
                    Set.copyOf(addresses("127.0.0.1", "::1")),
                    Set.copyOf(fixture.get(dns -> dns.lookup("a.localhost")).values()));
            assertEquals(addresses("127.0.0.1"), fixture.get(dns -> dns.resolve4("localhost")).values());
            assertEquals(addresses("192.0.2.77"), fixture.get(dns -> dns.lookup("known.EXAMPLE")).values());
            assertEquals(
                    List.of("known.example"),
                    fixture.get(dns -> dns.reverse(InetAddress.ofLiteral("192.0.2.77"))).values());
            assertEquals(DnsException.Kind.NOT_FOUND, fixture.failure(dns -> dns.lookup("x.invalid")).kind());
            assertEquals(DnsException.Kind.BAD_NAME, fixture.failure(dns -> dns.lookup("a..b")).kind());
            assertEquals(DnsException.Kind.BAD_NAME, fixture.failure(dns -> dns.lookup("")).kind());
            assertEquals(List.of(), server.queries());
        }
    }

    @Test
    void filesThatChangeAreReadAgainAndTheNewServersAreAsked(@TempDir Path folder) throws Exception {
        Path hosts = Files.writeString(folder.resolve("hosts"), "192.0.2.1 web.example\n");
        Path conf = Files.writeString(folder.resolve("resolv.conf"), "search a.test\n");
        FakeServer.Behaviour echo = query -> query.send(query.name().equals("db.b.test")
                ? query.reply().address(query.name(), 60, "192.0.2.3")
                : query.reply().code(Message.NAME_ERROR).authority("test", 60, 60));
        try (FakeServer server = new FakeServer(echo);
                DnsFixture fixture = new DnsFixture(only(server)
                        .family(Family.IPV4)
                        .hosts(hosts)
                        .resolvConf(conf)
                        .recheck(Duration.ZERO))) {
            assertEquals(addresses("192.0.2.1"), fixture.get(dns -> dns.lookup("web.example")).values());
            fixture.failure(dns -> dns.lookup("db"));
            Files.writeString(hosts, "192.0.2.2 web.example # longer\n");
            Files.writeString(conf, "search b.test # longer\n");
            while (!fixture.get(dns -> dns.lookup("web.example")).values().equals(addresses("192.0.2.2"))) {
                Thread.onSpinWait();
            }
            while (fixture.ask(dns -> dns.lookup("db").handle((_, failure) -> failure != null)).get()) {
                Thread.onSpinWait();
            }
            assertEquals(addresses("192.0.2.3"), fixture.get(dns -> dns.lookup("db")).values());
        }
    }

    @Test
    void aShortNameIsFoundThroughTheSearchList(@TempDir Path folder) throws Exception {
        Path conf = Files.writeString(folder.resolve("resolv.conf"), "search a.test b.test\n");
        FakeServer.Behaviour inTheSecond = query -> query.send(query.name().equals("web.b.test")
                ? query.reply().address("web.b.test", 60, "192.0.2.1")
                : query.reply().code(Message.NAME_ERROR));
        try (FakeServer server = new FakeServer(inTheSecond);
                DnsFixture fixture = new DnsFixture(only(server).family(Family.IPV4).resolvConf(conf))) {
            assertEquals("web.b.test", fixture.get(dns -> dns.lookup("web")).name());
            assertEquals(
                    List.of("web.a.test", "web.b.test"),
                    server.queries().stream().map(FakeServer.Query::name).toList());
            assertEquals("web does not exist", fixture.failure(dns -> dns.lookup("web.")).getMessage());
            assertEquals(DnsException.Kind.NOT_FOUND, fixture.failure(dns -> dns.lookup("none")).kind());
        }
    }

    @Test
    void theOtherWayIsTheCLibrarys() throws Exception {
        assertEquals(addresses("192.0.2.1"), DnsFixture.await(Dns.system("192.0.2.1")));
        var failure = assertThrows(
                ExecutionException.class, () -> DnsFixture.await(Dns.system("a..b")));
        assertEquals(UnknownHostException.class, failure.getCause().getClass());
    }

    @Test
    void aClientIsOpenedOnItsLoopOnly() throws Exception {
        try (DnsFixture fixture = new DnsFixture(DnsOptions.only())) {
            fixture.get(dns -> dns.resolve4("localhost"));
            assertThrows(IllegalStateException.class, () -> Dns.open(fixture.loop, DnsOptions.system()));
            assertThrows(IllegalStateException.class, () -> fixture.dns.lookup("www.example"));
            assertFalse(fixture.loop.inLoop());
        }
    }
}
