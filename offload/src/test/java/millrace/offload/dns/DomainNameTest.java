package millrace.offload.dns;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DomainNameTest {
    @ParameterizedTest
    @CsvSource({
        "example.com, example.com",
        "example.com., example.com",
        "., .",
        "Example.COM, Example.COM",
        "a\\.b.c, a\\.b.c",
        "\\065b.c, Ab.c",
        "\\000\\255.c, \\000\\255.c",
        "_http._tcp.example, _http._tcp.example",
        "müller.example, xn--mller-kva.example"
    })
    void aNameIsReadAndPrintedAsPeopleWriteIt(String text, String printed) {
        assertEquals(printed, DomainName.of(text).toString());
        assertEquals(DomainName.of(text), DomainName.of(printed));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "..", ".a", "a..b", "a b", "a\tb", "a\\", "a\\25", "a\\256", "a\\1x2"})
    void whatIsNoNameIsRefusedWithAReason(String text) {
        var failure = assertThrows(IllegalArgumentException.class, () -> DomainName.of(text));
        assertTrue(failure.getMessage().contains("is no domain name: "), failure.getMessage());
    }

    /** The JDK's IDNA takes the longer the more letters there are, and above some length throws what is no refusal. */
    @Test
    void aNameOfOtherScriptsThatIsFarTooLongIsRefusedLikeAnyOther() {
        for (int length : new int[] {64, 255, 1020, 1021, 30_000}) {
            var failure = assertThrows(IllegalArgumentException.class, () -> DomainName.of("ü".repeat(length)));
            assertTrue(failure.getMessage().length() < 400, failure.getMessage());
        }
    }

    @Test
    void labelsOf63AndNamesOf255BytesAreTheLongest() {
        String label = "x".repeat(63);
        String longest = label + "." + label + "." + label + "." + "x".repeat(61);
        assertEquals(255, DomainName.of(longest).wire().length);
        assertThrows(IllegalArgumentException.class, () -> DomainName.of(longest + "x"));
        assertThrows(IllegalArgumentException.class, () -> DomainName.of(label + "x"));
    }

    @Test
    void namesThatDifferInCaseAreEqual() {
        DomainName lower = DomainName.of("www.example.com");
        DomainName mixed = DomainName.of("WwW.eXample.COM");
        assertEquals(lower, mixed);
        assertEquals(lower.hashCode(), mixed.hashCode());
        assertFalse(lower.sameBytes(mixed));
        assertNotEquals(lower, DomainName.of("www.example.org"));
        assertNotEquals(DomainName.of("a.bc"), DomainName.of("ab.c"));
    }

    @Test
    void aNameIsUnderItselfAndItsParents() {
        DomainName name = DomainName.of("a.Local.host");
        for (String zone : new String[] {"a.local.host", "local.HOST", "host", "."}) {
            assertTrue(name.isUnder(DomainName.of(zone)), zone);
        }
        for (String zone : new String[] {"ocal.host", "b.local.host", "x.a.local.host", "local"}) {
            assertFalse(name.isUnder(DomainName.of(zone)), zone);
        }
        assertEquals(name, DomainName.of("a").under(DomainName.of("local.host")));
        assertEquals(2, name.dots());
        assertEquals(0, DomainName.of(".").dots());
    }

    @Test
    void mixingTheCaseChangesNothingButTheCase() {
        Question plain = new Question(DomainName.of("www.example-0123456789.com"), RecordType.A);
        Question mixed = MessageWriter.mixCase(plain, new Random(7));
        assertEquals(plain, mixed);
        assertFalse(plain.name().sameBytes(mixed.name()), mixed.toString());
    }

    @ParameterizedTest
    @CsvSource({
        "192.0.2.17, 17.2.0.192.in-addr.arpa",
        "2001:db8::567:89ab, b.a.9.8.7.6.5.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa"
    })
    void anAddressHasANameOfItsOwn(String address, String name) {
        assertEquals(name, DomainName.reverse(InetAddress.ofLiteral(address)).toString());
    }
}
