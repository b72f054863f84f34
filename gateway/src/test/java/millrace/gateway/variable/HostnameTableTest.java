package millrace.gateway.variable;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class HostnameTableTest {
    private final HostnameTable<String> table = new HostnameTable<>();

    private String find(String name) {
        byte[] octets = ("x" + name + "y").getBytes(StandardCharsets.ISO_8859_1);
        return table.find(octets, 1, octets.length - 1);
    }

    private void add(String name) {
        assertNull(table.addHostname(name, name));
    }

    @Test
    void exactNamesComeFirstThenTheLongestStarInFrontThenTheLongestAtTheEnd() {
        add("a.example.com");
        add("*.example.com");
        add("*.b.example.com");
        add("a.*");
        add("a.example.*");
        assertEquals("a.example.com", find("A.Example.COM"));
        assertEquals("*.example.com", find("c.example.com"));
        assertEquals("*.b.example.com", find("c.b.example.com"));
        assertEquals("a.example.*", find("a.example.org"));
        assertEquals("a.*", find("a.org"));
        assertNull(find("example.com"));
        assertNull(find(""));
    }

    @Test
    void aDotInFrontStandsForTheNameAndAllBelowIt() {
        add(".example.com");
        assertEquals(".example.com", find("example.com"));
        assertEquals(".example.com", find("x.y.example.com"));
        assertNull(find("badexample.com"));
    }

    @Test
    void whatIsNoNameOrThereAlreadyIsRefused() {
        add("a.b");
        assertEquals(HostnameTable.Refusal.CONFLICT, table.addHostname("A.b", ""));
        for (String each : new String[] {"a*b", "*a.b", "a.*.b", "a..b", "*.*"}) {
            assertEquals(HostnameTable.Refusal.INVALID, table.addHostname(each, ""), each);
        }
    }

    @Test
    void manyNames() {
        for (int i = 0; i < 5_000; i++) {
            add("n" + i + ".example");
        }
        for (int i = 0; i < 5_000; i++) {
            assertEquals("n" + i + ".example", find("N" + i + ".example"));
        }
        assertNull(find("n5000.example"));
    }
}
