package millrace.offload.dns;

import static millrace.offload.dns.DnsFixture.LONG;
import static millrace.offload.dns.DnsFixture.addresses;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What look-ups find when somebody lies. Source: RFC 5452. */
class ForgedAnswersTest {
    private static final FakeServer.Behaviour HONEST =
            query -> query.send(query.reply().address(query.name(), 60, "192.0.2.1"));
    private static final List<InetAddress> TRUE_ADDRESS = addresses("192.0.2.1");
    private static final String LIE = "192.0.2.66";

    private static DnsOptions asking(FakeServer server) {
        return DnsOptions.only(server.address()).timeout(LONG, 1);
    }

    /** The lies come first; only the truth is taken. */
    private static void assertTaken(FakeServer.Behaviour liesThenTruth, boolean mixedCase) throws Exception {
        try (FakeServer server = new FakeServer(liesThenTruth);
                DnsFixture fixture = new DnsFixture(asking(server).mixedCase(mixedCase))) {
            assertEquals(TRUE_ADDRESS, fixture.get(dns -> dns.resolve4("www.example")).values());
        }
    }

    @Test
    void anAnswerWithAnotherIdIsNotTaken() throws Exception {
        assertTaken(query -> {
            Reply lie = query.reply().address(query.name(), 60, LIE);
            for (int i = 1; i < 50; i++) {
                query.send(lie.id(lie.id() + i));
            }
            HONEST.onQuery(query);
        }, false);
    }

    @Test
    void anAnswerToAnotherQuestionIsNotTaken() throws Exception {
        assertTaken(query -> {
            query.send(query.reply().question("other.example", Reply.A).address("other.example", 60, LIE));
            query.send(query.reply().question(query.name(), Reply.AAAA).address(query.name(), 60, LIE));
            query.send(query.reply().noQuestion().address(query.name(), 60, LIE));
            HONEST.onQuery(query);
        }, false);
    }

    @Test
    void anAnswerFromAnotherAddressIsNotTaken() throws Exception {
        assertTaken(query -> {
            try (DatagramSocket port = new DatagramSocket(new InetSocketAddress("127.0.0.1", 0));
                    DatagramSocket host = new DatagramSocket(new InetSocketAddress("127.0.0.2", 0))) {
                byte[] lie = query.reply().address(query.name(), 60, LIE).bytes();
                FakeServer.sendFrom(port, lie, query.from());
                FakeServer.sendFrom(host, lie, query.from());
            }
            HONEST.onQuery(query);
        }, false);
    }

    @Test
    void withMixedCaseAnAnswerThatGuessesTheLettersIsNotTaken() throws Exception {
        assertTaken(query -> {
            String other = query.exactName().chars()
                    .mapToObj(c -> String.valueOf((char) (Character.isLetter(c) ? c ^ 32 : c)))
                    .reduce("", String::concat);
            query.send(query.reply().question(other, Reply.A).address(other, 60, LIE));
            HONEST.onQuery(query);
        }, true);
    }

    @Test
    void idsAndPortsCannotBeForeseen() throws Exception {
        try (FakeServer server = new FakeServer(HONEST);
                DnsFixture fixture = new DnsFixture(asking(server))) {
            for (int i = 0; i < 20; i++) {
                String name = "h" + i + ".example";
                fixture.get(dns -> dns.resolve4(name));
            }
            List<Integer> ids = server.queries().stream().map(query -> query.reply().id()).toList();
            assertTrue(ids.stream().distinct().count() > 10, ids.toString());
            assertTrue(server.queries().stream().map(query -> query.from().getPort()).distinct().count() > 10);
            assertNotEquals(ids.getFirst() + 19, ids.getLast());
        }
    }
}
