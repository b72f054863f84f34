package millrace.bench.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

class CookieJarTest {
    private final CookieJar jar = new CookieJar();

    @Test
    void aCookieIsSentWhereItsPathLeads() {
        jar.set("a=1; Path=/", "/x/y", 0);
        jar.set("b=2; Path=/x", "/", 0);
        jar.set("c=3", "/x/y?q=/z", 0);
        assertEquals("b=2; c=3; a=1", jar.header("/x/z", 0));
        assertEquals("a=1", jar.header("/xy", 0));
        assertEquals("b=2; c=3; a=1", jar.header("/x?q", 0));
    }

    @Test
    void theSameNameAndPathIsReplacedAndAnEndTakesItAway() {
        jar.set("a=1; Path=/", "/", 0);
        jar.set("a=2; Path=/; Secure; HttpOnly; SameSite=Lax", "/", 0);
        assertEquals("a=2", jar.header("/", 0));
        jar.set("a=; Path=/; Expires=Thu, 01-Jan-1970 00:00:00 GMT", "/", 0);
        assertNull(jar.header("/", 0));
        jar.set("b=3; Path=/; Max-Age=10; Expires=Thu, 01 Jan 1970 00:00:00 GMT", "/", 0);
        assertEquals("b=3", jar.header("/", 9_000_000_000L));
        assertNull(jar.header("/", 11_000_000_000L));
    }

    @Test
    void whatIsNoCookieIsPassedOver() {
        for (String header : new String[] {"", ";", "=", "=a", "a", "; Path=/", "a; b=c", "a=b\0c", "a=b\rc"}) {
            jar.set(header, "/", 0);
        }
        jar.set("a=b; Expires=soon; Max-Age=x; Path=nowhere", "/", 0);
        assertEquals("a=b", jar.header("/", 0));
        jar.clear();
        assertTrue(jar.isEmpty());
    }
}
