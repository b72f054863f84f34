package millrace.gateway.variable;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import millrace.gateway.config.ConfigException;
import millrace.gateway.config.Configuration;
import millrace.gateway.config.Context;
import millrace.gateway.config.Registry;
import millrace.gateway.config.Source;
import org.junit.jupiter.api.Test;

class GeoTableTest {
    private GeoTable made;

    private GeoTable geo(String lines) throws ConfigException {
        Registry registry = Registry.of(List.of(r -> r.directive("geo", Context.MAIN).args(0, 0)
                .lines((scope, s) -> made = GeoTable.of(s.block(), scope.configuration()))));
        Configuration.read(registry, Source.ofText(Path.of("/"), "geo {" + lines + "}"));
        return made;
    }

    private static String at(GeoTable geo, String address) {
        return new String(geo.find(Address.parse(address)), StandardCharsets.ISO_8859_1);
    }

    @Test
    void theSmallestNetworkCountsInWhateverOrderTheyStand() throws ConfigException {
        GeoTable geo = geo("default x; 10.1.0.0/16 b; 10.0.0.0/8 a; 10.1.1.1 c; 2001:db8::/32 six;");
        assertEquals("a", at(geo, "10.2.0.1"));
        assertEquals("b", at(geo, "10.1.2.3"));
        assertEquals("c", at(geo, "10.1.1.1"));
        assertEquals("b", at(geo, "10.1.1.2"));
        assertEquals("x", at(geo, "11.0.0.0"));
        assertEquals("x", at(geo, "9.255.255.255"));
        assertEquals("six", at(geo, "2001:db8:ffff::1"));
        assertEquals("x", at(geo, "2001:db9::"));
        assertEquals("b", at(geo, "::ffff:10.1.9.9"));
    }

    @Test
    void withoutADefaultThereIsNothing() throws ConfigException {
        assertEquals("", at(geo("10.0.0.0/8 a;"), "1.2.3.4"));
    }

    @Test
    void theWholeOfIpv4DoesNotCoverIpv6() throws ConfigException {
        GeoTable geo = geo("0.0.0.0/0 four; ::/0 six;");
        assertEquals("four", at(geo, "255.255.255.255"));
        assertEquals("six", at(geo, "::1"));
        assertEquals("six", at(geo, "ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"));
    }

    @Test
    void aDeletedNetworkLeavesTheOneAroundIt() throws ConfigException {
        assertEquals("a", at(geo("10.0.0.0/8 a; 10.1.0.0/16 b; delete 10.1.0.0/16;"), "10.1.0.1"));
    }

    @Test
    void aLaterRangeCoversAnEarlierOne() throws ConfigException {
        GeoTable geo = geo("ranges; default x; 10.0.0.0-10.255.255.255 a; 10.1.0.0-10.1.0.9 b; "
                + "delete 10.2.0.0-10.2.0.0;");
        assertEquals("a", at(geo, "10.0.255.255"));
        assertEquals("b", at(geo, "10.1.0.9"));
        assertEquals("a", at(geo, "10.1.0.10"));
        assertEquals("x", at(geo, "10.2.0.0"));
        assertEquals("x", at(geo, "11.0.0.0"));
    }

    @Test
    void proxies() throws ConfigException {
        GeoTable geo = geo("proxy 127.0.0.0/8; proxy_recursive; 1.1.1.1 a;");
        assertTrue(geo.isProxy(Address.parse("127.3.4.5")));
        assertFalse(geo.isProxy(Address.parse("128.0.0.0")));
        assertTrue(geo.isRecursive());
    }

    @Test
    void brokenLinesInNginxsWords() {
        assertEquals("invalid network \"10.0.0.0/33\"", problem("10.0.0.0/33 a;"));
        assertEquals("invalid network \"host\"", problem("host a;"));
        assertEquals("invalid number of the geo parameters", problem("10.0.0.0/8 a b;"));
        assertEquals("invalid range \"10.0.0.1\"", problem("ranges; 10.0.0.1 a;"));
        assertEquals("the \"ranges\" directive must be the first directive inside \"geo\" block",
                problem("1.1.1.1 a; ranges;"));
    }

    private String problem(String lines) {
        return assertThrows(ConfigException.class, () -> geo(lines)).problem();
    }

    @Test
    void findsWhatAWalkOverAllNetworksFinds() throws ConfigException {
        Random random = new Random(7);
        StringBuilder lines = new StringBuilder("default none;");
        Network[] networks = new Network[200];
        for (int i = 0; i < networks.length; i++) {
            String text = "10." + random.nextInt(3) + "." + random.nextInt(3) + "." + random.nextInt(256) + "/"
                    + (8 + random.nextInt(25));
            networks[i] = Network.parse(text);
            lines.append(text).append(" v").append(i).append(';');
        }
        GeoTable geo = geo(lines.toString());
        for (int round = 0; round < 20_000; round++) {
            int host = random.nextInt(4) << 16 | random.nextInt(4) << 8 | random.nextInt(256);
            Address address = Address.ipv4(10L << 24 | host);
            String expected = "none";
            int bits = 0;
            for (int i = 0; i < networks.length; i++) {
                if (networks[i].has(address) && networks[i].bits() >= bits) {
                    bits = networks[i].bits();
                    expected = "v" + i;
                }
            }
            assertEquals(expected, new String(geo.find(address), StandardCharsets.ISO_8859_1));
        }
    }
}
