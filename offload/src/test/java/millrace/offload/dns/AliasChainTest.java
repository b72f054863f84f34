package millrace.offload.dns;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.InetAddress;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class AliasChainTest {
    private static final Question ASKED = new Question(DomainName.of("www.example.com"), RecordType.A);
    private static final DomainName WEB = DomainName.of("web.example.com");

    private static Outcome outcome(Reply reply) throws Exception {
        byte[] bytes = reply.bytes();
        return AliasChain.read(MessageReader.read(bytes, 0, bytes.length), ASKED);
    }

    private static Reply reply() {
        return new Reply(MessageWriter.query(1, ASKED, false));
    }

    private static long seconds(long seconds) {
        return TimeUnit.SECONDS.toNanos(seconds);
    }

    @Test
    void theShortestTtlOnTheWayCounts() throws Exception {
        Outcome expected = new Outcome.Found(
                WEB, List.of(new RecordData.Address(InetAddress.ofLiteral("192.0.2.1"))), seconds(30));
        assertEquals(expected, outcome(reply().alias("www.example.com", 60, "web.example.com")
                .address("web.example.com", 30, "192.0.2.1")));
        assertEquals(expected, outcome(reply().address("WEB.example.com", 300, "192.0.2.1")
                .alias("www.example.com", 30, "web.example.com")), "in whatever order they come");
    }

    @Test
    void recordsOfOtherNamesAndTypesAreNotTaken() throws Exception {
        Outcome outcome = outcome(reply().address("evil.example.com", 60, "192.0.2.66")
                .address("www.example.com", 60, "2001:db8::1")
                .address("www.example.com", 60, "192.0.2.1"));
        assertEquals(
                List.of(new RecordData.Address(InetAddress.ofLiteral("192.0.2.1"))),
                ((Outcome.Found) outcome).data());
    }

    @Test
    void anAliasOfWhichNothingMoreIsSaidIsToBeAskedFor() throws Exception {
        assertEquals(
                new Outcome.Alias(WEB, seconds(60)), outcome(reply().alias("www.example.com", 60, "web.example.com")));
    }

    @Test
    void anAliasWithoutRecordsOfTheTypeIsNoDataWhenTheZoneSaysSo() throws Exception {
        assertEquals(
                new Outcome.Missing(WEB, true, seconds(20)),
                outcome(reply().alias("www.example.com", 60, "web.example.com").authority("example.com", 20, 900)));
    }

    @Test
    void aNameThatDoesNotExistCountsForTheTimeOfItsZone() throws Exception {
        assertEquals(
                new Outcome.Missing(ASKED.name(), false, seconds(300)),
                outcome(reply().code(Message.NAME_ERROR).authority("example.com", 900, 300)));
        assertEquals(
                new Outcome.Missing(ASKED.name(), false, 0),
                outcome(reply().code(Message.NAME_ERROR)), "without a zone it is not to be remembered");
    }

    @Test
    void aliasesInACircleAreAnError() {
        Reply circle = reply().alias("www.example.com", 60, "web.example.com")
                .alias("web.example.com", 60, "www.example.com");
        var failure = assertThrows(DnsException.class, () -> outcome(circle));
        assertEquals(DnsException.Kind.ALIAS_LOOP, failure.kind());
    }
}
