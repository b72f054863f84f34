package millrace.gateway.route;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import millrace.gateway.config.ConfigException;
import millrace.gateway.config.Place;
import millrace.gateway.pattern.Captures;
import millrace.gateway.pattern.Pattern;
import org.junit.jupiter.api.Test;

class ServerNamesTest {
    private final ServerNames.Builder<String> names = new ServerNames.Builder<>("default");
    private final Captures captures = new Captures();

    private static String host(String field) {
        HostName name = new HostName();
        byte[] octets = field.getBytes(StandardCharsets.ISO_8859_1);
        return name.read(octets, 0, octets.length) ? name.toString() : "400";
    }

    private String find(String host) {
        byte[] octets = ("<" + host + ">").getBytes(StandardCharsets.ISO_8859_1);
        return names.build().find(octets, 1, octets.length - 1, captures);
    }

    private void server(String... all) {
        for (String name : all) {
            assertTrue(ServerNames.Builder.isValid(name), name);
            assertTrue(names.name(name, name), name);
        }
    }

    @Test
    void exactNamesThenWildcardsTheLongestFirst() throws ConfigException {
        server("localhost", "", "www.Example.com", "*.wc.example.com", "*.pref.wc.example.com", "wc2.example.*",
                "wc2.example.com.*", ".dot.example.com", "a.*", "*.z");
        names.pattern(Pattern.compile("^(?<n>\\w+)\\.example\\.com$", true, new Place("x", 1)), "pattern");
        names.pattern(Pattern.compile("^both", true, new Place("x", 1)), "later");
        assertEquals("default", find("xxx"));
        assertEquals("", find(""));
        assertEquals("www.Example.com", find("www.example.com"));
        assertEquals("*.wc.example.com", find("www.wc.example.com"));
        assertEquals("*.wc.example.com", find("x.www.wc.example.com"));
        assertEquals("*.pref.wc.example.com", find("www.pref.wc.example.com"));
        assertEquals("wc2.example.*", find("wc2.example.net"));
        assertEquals("wc2.example.com.*", find("wc2.example.com.pref"));
        assertEquals(".dot.example.com", find("dot.example.com"));
        assertEquals(".dot.example.com", find("www.dot.example.com"));
        assertEquals("default", find("wdot.example.co"));
        assertEquals("*.z", find("a.z"), "a wildcard at the begin goes before one at the end");
        assertEquals("default", find("z"));
        assertEquals("pattern", find("both.example.com"));
        assertEquals("both", captures.text(1));
        assertEquals("later", find("both.example.org"));
    }

    @Test
    void aNameThatAnotherServerHasStaysThere() {
        assertTrue(names.name("a.b", "one"));
        assertFalse(names.name("A.b", "two"));
        assertFalse(names.name(".a.b", "two"));
        assertTrue(names.name("a.b", "one"));
        assertEquals("one", find("a.b"));
        assertEquals("two", find("x.a.b"));
    }

    @Test
    void manyNamesAreFound() {
        for (int i = 0; i < 500; i++) {
            server("host" + i + ".example.com", "*.w" + i + ".example.com");
        }
        for (int i = 0; i < 500; i++) {
            assertEquals("host" + i + ".example.com", find("host" + i + ".example.com"));
            assertEquals("*.w" + i + ".example.com", find("x.w" + i + ".example.com"));
        }
        assertEquals("default", find("host500.example.com"));
    }

    @Test
    void whatIsNoNameIsNotTakenForOne() {
        for (String name : new String[] {"a.*.b", "*.", "*", "*.*", "a*", "*a.b", "a..b", ".", ".*", "*..a", "*.a.*"}) {
            assertFalse(ServerNames.Builder.isValid(name), name);
        }
    }

    @Test
    void hostsAreReadWithoutPortAndLastDotInLowerCase() {
        assertEquals("l", host("L"));
        assertEquals("abcd-ef.g02.xyz", host("abcd-ef.g02.xyz:"));
        assertEquals("www.a_b.xyz", host("WWW.a_b.xyz.:88"));
        assertEquals("123.49.0.78", host("123.49.0.78:987"));
        assertEquals("[abcd::ef98:0:7654:321]", host("[ABCD::ef98:0:7654:321]:80"));
        assertEquals("[::ffff:12.30.67.89]", host("[::ffff:12.30.67.89]"));
        assertEquals("[v0a.!$&'()*+,;=-._~ab:]", host("[v0a.!$&'()*+,;=-._~Ab:]"));
        assertEquals("h:65535".substring(0, 1), host("h:65535"));
    }

    @Test
    void whatIsNoHostIsRefused() {
        for (String field : new String[] {"", ".", "example.com.:1.2", "123.49.0.78:98777", "h:65536", "h:000080",
            "123.40.56.78:9000:80", "example.com/\\:552", "\\e/x", "..a.com", "com.45..:", "[abcd::e\\f98]",
            "[abcd::1].", "[abcd::1].:98", "[ab..cd::1]", "x[abcd::1]:98", "[abcd::1", "[]", "a b", "a\u0002", ":80",
            "user@host", "a\u0000", "[::1]x"}) {
            assertEquals("400", host(field), field);
        }
    }
}
