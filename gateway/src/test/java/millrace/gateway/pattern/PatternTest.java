package millrace.gateway.pattern;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import millrace.gateway.config.ConfigException;
import millrace.gateway.config.Place;
import org.junit.jupiter.api.Test;

class PatternTest {
    private static final Place PLACE = new Place("nginx.conf", 7);

    @Test
    void capturesStayWhenTheNextPatternDoesNotMatchAndGoWhenOneWithoutGroupsDoes() throws ConfigException {
        Captures captures = new Captures();
        Pattern pattern = Pattern.compile("^/(?<first_part>\\w+)/(x)?(.*)$", false, PLACE);
        assertTrue(pattern.matches("/a/b", captures));
        assertEquals("a", captures.text(pattern.group("first_part")));
        assertNull(captures.text(2));
        assertEquals("b", captures.text(3));
        assertFalse(Pattern.compile("(c)(d)(e)(f)(g)(h)(i)(j)(k)(l)", false, PLACE).matches("/a/b", captures));
        assertEquals("b", captures.text(3));
        assertTrue(Pattern.compile("b", false, PLACE).matches("/a/b", captures));
        assertNull(captures.text(1));
        assertEquals(List.of("first_part"), pattern.names());
    }

    @Test
    void errorsAreNginxsWithFileAndLine() {
        ConfigException open = assertThrows(ConfigException.class, () -> Pattern.compile("(foo", false, PLACE));
        assertEquals("pcre2_compile() failed: missing closing parenthesis in \"(foo\" in nginx.conf:7",
                open.getMessage());
        ConfigException closed = assertThrows(ConfigException.class, () -> Pattern.compile("foo)x", false, PLACE));
        assertEquals("pcre2_compile() failed: unmatched closing parenthesis in \"foo)x\" at \")x\" in nginx.conf:7",
                closed.getMessage());
    }
}
