package millrace.offload.dns;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code resolv.conf}, {@code hosts}, and short names. */
class MachineFilesTest {
    private static List<String> text(List<DomainName> names) {
        return names.stream().map(DomainName::toString).toList();
    }

    private static List<String> candidates(String name, List<DomainName> search, int ndots) {
        return text(SearchList.candidates(DomainName.of(name), search, ndots));
    }

    private static InetSocketAddress server(String address) {
        return new InetSocketAddress(InetAddress.ofLiteral(address), 53);
    }

    @Test
    void theFileIsReadAsTheCLibraryReadsIt() {
        ResolvConf conf = ResolvConf.parse(
                """
                # a comment
                ; another
                nameserver 192.0.2.53
                nameserver not-an-address
                nameserver fe80::1
                search ignored.example
                search  a.example b.example.
                sortlist 130.155.160.0/255.255.240.0
                options ndots:2 timeout:99 attempts:1 rotate edns0 ndots:x
                nameserver 192.0.2.54
                nameserver 192.0.2.55
                """);
        assertEquals(List.of(server("192.0.2.53"), server("fe80::1"), server("192.0.2.54")), conf.servers());
        assertEquals(List.of("a.example", "b.example"), text(conf.search()));
        assertEquals(2, conf.ndots());
        assertEquals(30, conf.timeoutSeconds(), "no more than the C library allows");
        assertEquals(1, conf.attempts());
        assertTrue(conf.rotate());
    }

    @Test
    void withoutServersTheOneOnThisMachineIsAsked() {
        assertEquals(List.of(server("127.0.0.1")), ResolvConf.parse("search .\n").servers());
        assertEquals(List.of(), ResolvConf.parse("search .\n").search());
    }

    @Test
    void noTextBreaksTheParsers() {
        Random random = new Random(42);
        String letters = " \t\n#;:.%[]0129afnameserver search options ndots: 127.0.0.1 ::1";
        for (int round = 0; round < 20_000; round++) {
            StringBuilder text = new StringBuilder(random.nextBoolean() ? "nameserver " : "options ndots:");
            for (int i = random.nextInt(40); i > 0; i--) {
                text.append(letters.charAt(random.nextInt(letters.length())));
            }
            assertFalse(ResolvConf.parse(text.toString()).servers().isEmpty());
            assertNotNull(HostsFile.parse(text.toString()));
        }
    }

    @Test
    void hostsAreFoundByAllTheirNamesAndByAddress() {
        HostsFile hosts = HostsFile.parse(
                """
                127.0.0.1 localhost
                192.0.2.1  Alpha.example alpha # beta
                2001:db8::1 alpha
                192.0.2.1 alpha
                300.1.1.1 gamma
                nonsense
                """);
        InetAddress first = InetAddress.ofLiteral("192.0.2.1");
        assertEquals(
                List.of(first, InetAddress.ofLiteral("2001:db8::1")), hosts.addresses(DomainName.of("ALPHA")));
        assertEquals(List.of(first), hosts.addresses(DomainName.of("alpha.example")));
        assertEquals(List.of(), hosts.addresses(DomainName.of("beta")));
        assertEquals(List.of(), hosts.addresses(DomainName.of("gamma")));
        assertEquals("Alpha.example", hosts.name(first));
        assertNull(hosts.name(InetAddress.ofLiteral("192.0.2.9")));
    }

    @Test
    void aShortNameIsTriedWithSuffixesAndALongOneFirstAsItIs() {
        List<DomainName> search = List.of(DomainName.of("a.example"), DomainName.of("b.example"));
        assertEquals(
                List.of("web.a.example", "web.b.example", "web"), candidates("web", search, 1));
        assertEquals(
                List.of("web.x", "web.x.a.example", "web.x.b.example"),
                candidates("web.x", search, 1));
        assertEquals(
                List.of("web.x.a.example", "web.x.b.example", "web.x"),
                candidates("web.x", search, 2));
        String longest = "x".repeat(63) + "." + "x".repeat(63) + "." + "x".repeat(63) + "." + "x".repeat(61);
        assertEquals(List.of(longest), candidates(longest, search, 9), "no room for a suffix");
    }

    @Test
    void theFilesAreReadAgainOnlyWhenTheyHaveChanged(@TempDir Path folder) throws Exception {
        Path conf = folder.resolve("resolv.conf");
        Path hosts = folder.resolve("hosts");
        DnsOptions options = DnsOptions.system().resolvConf(conf).hosts(hosts);
        Settings none = Settings.read(options, null);
        assertEquals(List.of(server("127.0.0.1")), none.servers().addresses());
        assertSame(none, Settings.read(options, none));

        Files.writeString(conf, "nameserver 192.0.2.1\noptions timeout:7 attempts:4\n", StandardCharsets.UTF_8);
        Settings some = Settings.read(options, none);
        assertEquals(List.of(server("192.0.2.1")), some.servers().addresses());
        assertEquals(Duration.ofSeconds(7).toNanos(), some.servers().timeoutNanos());
        assertEquals(4, some.servers().rounds());
        assertSame(some, Settings.read(options, some));

        Files.writeString(hosts, "192.0.2.7 seven\n", StandardCharsets.UTF_8);
        Settings more = Settings.read(options, some);
        assertNotSame(some, more);
        assertEquals(1, more.hosts().addresses(DomainName.of("seven")).size());

        Settings own = Settings.read(options.timeout(Duration.ofMillis(10), 1).servers(List.of(server("::1"))), null);
        assertEquals(List.of(server("::1")), own.servers().addresses());
        assertEquals(1, own.servers().rounds());
    }
}
