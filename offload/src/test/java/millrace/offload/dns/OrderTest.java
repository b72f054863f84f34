package millrace.offload.dns;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** In which order addresses and services are tried. */
class OrderTest {
    /** The examples of RFC 6724 section 10.2, with one source address for each destination. */
    @ParameterizedTest
    @CsvSource({
        "2001:db8:1::1=2001:db8:1::2 198.51.100.121=198.51.100.117, 2001:db8:1::1 198.51.100.121",
        "2001:db8:1::1=fe80::1 198.51.100.121=198.51.100.117, 198.51.100.121 2001:db8:1::1",
        "2001:db8:1::1=2001:db8:1::2 10.1.2.3=10.1.2.4, 2001:db8:1::1 10.1.2.3",
        "2001:db8:1::1=2001:db8:1::2 fe80::1=fe80::2, fe80::1 2001:db8:1::1",
        "2002:c633:6401::1=2002:c633:6401::2 2001:db8:1::1=2002:c633:6401::2, 2002:c633:6401::1 2001:db8:1::1",
        "2001:db8:1::1=- 198.51.100.121=198.51.100.117, 198.51.100.121 2001:db8:1::1",
        "2001:db8:3f44::1=2001:db8:3f44::2 2001:db8:1::1=2001:db8:3f44::2, 2001:db8:3f44::1 2001:db8:1::1",
        "fc00::1=fc00::2 2001:db8::1=2001:db8::2, 2001:db8::1 fc00::1",
        "127.0.0.1=127.0.0.1 ::1=::1, ::1 127.0.0.1",
        "127.0.0.1=127.0.0.1 ::1=-, 127.0.0.1 ::1",
        "192.0.2.9=192.0.2.1 192.0.2.1=192.0.2.1 192.0.2.5=192.0.2.1, 192.0.2.9 192.0.2.1 192.0.2.5"
    })
    void theAddressThatIsMostLikelyToWorkComesFirst(String from, String expected) {
        Map<InetAddress, InetAddress> sources = new HashMap<>();
        List<InetAddress> addresses = new ArrayList<>();
        for (String pair : from.split(" ")) {
            String[] sides = pair.split("=");
            addresses.add(InetAddress.ofLiteral(sides[0]));
            sources.put(addresses.getLast(), sides[1].equals("-") ? null : InetAddress.ofLiteral(sides[1]));
        }
        List<InetAddress> wanted =
                Arrays.stream(expected.split(" ")).map(InetAddress::ofLiteral).toList();
        assertEquals(wanted, AddressOrder.sort(addresses, sources::get));
        assertEquals(wanted.size() == 2 ? wanted : List.of(), wanted.size() == 2
                ? AddressOrder.sort(addresses.reversed(), sources::get) : List.of());
    }

    @Test
    void anyMixtureOfAddressesCanBeSorted() {
        Random random = new Random(11);
        for (int round = 0; round < 2000; round++) {
            List<InetAddress> addresses = new ArrayList<>();
            Map<InetAddress, InetAddress> sources = new HashMap<>();
            for (int i = 0; i < 40; i++) {
                InetAddress address = randomAddress(random);
                addresses.add(address);
                sources.put(address, random.nextInt(4) == 0 ? null : randomAddress(random));
            }
            assertEquals(40, AddressOrder.sort(addresses, sources::get).size());
        }
    }

    private static InetAddress randomAddress(Random random) {
        String[] starts = {"fe80::", "fec0::", "ff05::", "fc00::", "2001::", "2002::", "3ffe::", "2001:db8::", "::"};
        int start = random.nextInt(starts.length + 2);
        return start >= starts.length
                ? InetAddress.ofLiteral((start == starts.length ? "169.254.1." : "192.0.2.") + random.nextInt(256))
                : InetAddress.ofLiteral(starts[start] + Integer.toHexString(1 + random.nextInt(60_000)));
    }

    @Test
    void theKernelSaysFromWhereItWouldSend() {
        InetAddress loopback = InetAddress.ofLiteral("127.0.0.1");
        assertEquals(loopback, SourceAddress.towards(loopback));
    }

    @Test
    void servicesComeByPriorityAndAmongEqualsByWeight() {
        List<Service> services = List.of(
                new Service(2, 1, 1, "last"),
                new Service(1, 0, 1, "never"),
                new Service(1, 30, 1, "often"),
                new Service(1, 10, 1, "seldom"));
        Random random = new Random(3);
        Map<String, Integer> first = new HashMap<>();
        int rounds = 41_000;
        for (int i = 0; i < rounds; i++) {
            List<Service> order = ServiceOrder.shuffle(services, random);
            assertEquals(4, order.size());
            assertEquals("last", order.getLast().host());
            first.merge(order.getFirst().host(), 1, Integer::sum);
        }
        // By the algorithm's definition 1, 30 and 10 of 41.
        assertEquals(1000, first.get("never"), 200);
        assertEquals(30_000, first.get("often"), 1000);
        assertEquals(10_000, first.get("seldom"), 700);
    }

    @ParameterizedTest
    @CsvSource({"127.0.0.1, 127.0.0.1", "::1, ::1", "[::1], ::1", "::ffff:192.0.2.1, 192.0.2.1"})
    void anAddressInTheFormOfTextIsOne(String text, String address) {
        assertEquals(InetAddress.ofLiteral(address), IpLiteral.parse(text));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "1", "127.1", "1.2.3.4.5", "1.2.3.256", "example", "::g", "[::1", "1:2", "0x7f.0.0.1"})
    void whatIsAlmostAnAddressIsNone(String text) {
        assertNull(IpLiteral.parse(text));
        assertTrue(text.isEmpty() || text.indexOf(':') >= 0 || DomainName.of(text) != null);
    }
}
