package millrace.gateway.balance;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import millrace.gateway.config.ConfigException;
import millrace.gateway.config.Configuration;
import millrace.gateway.config.Context;
import millrace.gateway.config.Place;
import millrace.gateway.config.Registry;
import millrace.gateway.config.Source;
import millrace.gateway.resolver.ResolverFeature;
import millrace.gateway.resolver.UpstreamAddress;
import millrace.gateway.route.RouteFeature;
import millrace.gateway.server.HttpFeature;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UpstreamFeatureTest {
    private static final Registry REGISTRY = Registry.of(List.of(
            new HttpFeature(),
            new RouteFeature(),
            new ResolverFeature(),
            new UpstreamFeature(),
            // The proxy's own is not what is tested here.
            table -> table.directive("proxy_pass", Context.LOCATION).set((scope, statement) -> {})));

    static Configuration read(String http) throws ConfigException {
        return Configuration.read(REGISTRY, Source.ofText(Path.of("/etc/millrace"), "http { " + http + " }"));
    }

    private static Group group(String lines) throws ConfigException {
        return Upstreams.of(read("upstream u { " + lines + " }")).named("u").group();
    }

    private static String problem(String http) {
        return assertThrows(ConfigException.class, () -> read(http)).problem();
    }

    @Test
    void aServerLineHasAllItsParameters() throws ConfigException {
        Group group = group("server 127.0.0.1:8081 weight=3 max_conns=7 max_fails=2 fail_timeout=1m slow_start=500ms "
                + "route=a; server unix:/run/x.sock backup down; server [::1]:90 drain;");
        assertEquals(
                List.of("127.0.0.1:8081", "[::1]:90", "unix:/run/x.sock"),
                group.peers().stream().map(Peer::name).toList());
        ServerOptions first = group.peers().getFirst().options();
        assertEquals(
                new ServerOptions("127.0.0.1:8081", 3, 7, 2, 60, false, false, false, 500_000_000L, "a"), first);
        assertTrue(group.peers().get(1).isDraining());
        assertTrue(group.peers().get(2).isDown());
    }

    @Test
    void withoutAPortItIsEighty() throws ConfigException {
        assertEquals("127.0.0.1:80", group("server 127.0.0.1;").peers().getFirst().name());
    }

    @Test
    void aCookiesDigestIsThatOfNginx() throws ConfigException {
        // printf 127.0.0.1:8081 | md5sum
        assertArrayEquals(
                "df2b80dc43705d28db9be6f29fe58da3".getBytes(),
                group("server 127.0.0.1:8081;").peers().getFirst().sid());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "upstream u { }|no servers are inside upstream",
                "upstream u { server 127.0.0.1 backup; }|no servers in upstream \"u\"",
                "upstream u { server 127.0.0.1; } upstream U { server 127.0.0.1; }|duplicate upstream \"U\"",
                "upstream u { server 127.0.0.1 weight=0; }|invalid parameter \"weight=0\"",
                "upstream u { server 127.0.0.1 max_fails=-1; }|invalid parameter \"max_fails=-1\"",
                "upstream u { server 127.0.0.1 backups; }|invalid parameter \"backups\"",
                "upstream u { server 127.0.0.1 route=; }|route is empty",
                "upstream u { server 127.0.0.1 service=http; }|service upstream \"127.0.0.1\" requires \"resolve\" parameter",
                "upstream u { server a:80 resolve service=http; }|service upstream \"a:80\" may not have port",
                "upstream u { server a resolve; }|no resolver defined to resolve names at run time in upstream \"u\"",
                "upstream u { server 127.0.0.1:0; }|invalid port in upstream \"127.0.0.1:0\"",
                "upstream u { server 127.0.0.1:x; }|invalid port in upstream \"127.0.0.1:x\"",
                "upstream u { server :80; }|no host in upstream \":80\"",
                "upstream u { server no.such.invalid; }|host not found in upstream \"no.such.invalid\"",
                "upstream u { server unix:; }|no path in the unix domain socket in upstream \"unix:\"",
                "upstream u { ip_hash; server 127.0.0.1 backup; }|balancing method does not support parameter \"backup\"",
                "upstream u { hash $host x; server 127.0.0.1; }|invalid parameter \"x\"",
                "upstream u { random three; server 127.0.0.1; }|invalid parameter \"three\"",
                "upstream u { random two x; server 127.0.0.1; }|invalid parameter \"x\"",
                "upstream u { least_time x; server 127.0.0.1; }|invalid value \"x\"",
                "upstream u { least_time header x; server 127.0.0.1; }|invalid parameter \"x\"",
                "upstream u { keepalive x; server 127.0.0.1; }|invalid value \"x\" in \"keepalive\" directive",
                "upstream u { zone u 1k; server 127.0.0.1; }|zone \"u\" is too small",
                "upstream u { sticky x y; server 127.0.0.1; }|unknown parameter \"x\"",
                "upstream u { sticky route x; server 127.0.0.1; }|invalid variable name \"x\"",
                "upstream u { sticky cookie x samesite=y; }|\"sticky\" directive invalid \"samesite\" parameter value",
                "upstream u { sticky learn zone=x:1m; }|\"sticky\" directive \"lookup\" parameter is not specified",
                "resolver no.such.invalid;|host not found in resolver \"no.such.invalid\"",
                "resolver 127.0.0.1 ipv4=off ipv6=off;|\"ipv4\" and \"ipv6\" cannot both be \"off\"",
                "resolver valid=5s;|no name servers defined",
                "resolver 127.0.0.1 valid=x;|invalid parameter: valid=x"
            })
    void complaintsAreInNginxsWords(String http, String problem) {
        assertEquals(problem, problem(http));
    }

    @Test
    void aSecondMethodReplacesTheFirstWithAWarning() throws ConfigException {
        Configuration c = read("upstream u { least_conn; random; server 127.0.0.1; }");
        assertEquals("load balancing method redefined", c.warnings().getFirst().problem());
    }

    @Test
    void anAddressNamesABlockOrItself() throws ConfigException {
        Place place = new Place("x", 1);
        Upstreams all = Upstreams.of(read("upstream U.example { server 127.0.0.1:81; }"));
        assertSame(all.named("u.EXAMPLE"), all.target(UpstreamAddress.parse("u.example", 80, place), place));
        UpstreamAddress withPort = UpstreamAddress.parse("u.example:8080", 80, place);
        assertEquals(
                "upstream \"u.example\" may not have port 8080",
                assertThrows(ConfigException.class, () -> all.target(withPort, place)).problem());
        Upstream bare = all.target(UpstreamAddress.parse("127.0.0.1:9", 80, place), place);
        assertEquals("127.0.0.1:9", bare.group().peers().getFirst().name());
        assertSame(bare, all.target(UpstreamAddress.parse("127.0.0.1:9", 80, place), place));
    }

    @Test
    void countersSurviveAReload() throws ConfigException {
        Upstreams before = Upstreams.of(read("upstream u { server 127.0.0.1:81; }"));
        before.named("u").group().peers().getFirst().state.conns = 3;
        Upstreams after = Upstreams.of(read("upstream u { server 127.0.0.1:82; server 127.0.0.1:81 weight=2; }"));
        after.takeOver(before, 0);
        assertEquals(
                List.of(0, 3),
                after.named("u").group().peers().stream().map(p -> p.state.conns).toList());
    }
}
