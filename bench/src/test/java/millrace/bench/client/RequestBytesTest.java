package millrace.bench.client;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RequestBytesTest {
    @Test
    void aPlainRequestIsTwoLines() {
        assertEquals(
                "GET /a?b HTTP/1.1\r\nHost: localhost:8080\r\n\r\n",
                RequestBytes.of("GET", "localhost:8080", "/a?b", List.of(), null).toString());
    }

    @Test
    void aBodyBringsItsLengthInBytesUnlessSomebodyFramesItHimself() {
        assertEquals(
                "POST / HTTP/1.1\r\nHost: h\r\nContent-Length: 2\r\n\r\nÃ¼",
                RequestBytes.of("POST", "h", "/", List.of(), "ü".getBytes(UTF_8)).toString());
        RequestBytes.Field chunked = RequestBytes.Field.of("Transfer-Encoding: chunked");
        assertEquals(
                "PUT / HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                RequestBytes.of("PUT", "h", "/", List.of(chunked), "0\r\n\r\n".getBytes(UTF_8)).toString());
    }

    @Test
    void aHostGivenAsHeaderIsTheOnlyOne() {
        assertEquals(
                "GET / HTTP/1.1\r\nhost: other\r\n\r\n",
                RequestBytes.of("GET", "h", "/", List.of(RequestBytes.Field.of("host=other")), null).toString());
    }

    @Test
    void headersAreWrittenWithEqualsSignOrColon() {
        assertEquals(new RequestBytes.Field("a", "b:c=d"), RequestBytes.Field.of("a=b:c=d"));
        assertEquals(new RequestBytes.Field("a", "b=c"), RequestBytes.Field.of("a: b=c"));
        assertThrows(IllegalArgumentException.class, () -> RequestBytes.Field.of("nothing"));
        assertThrows(IllegalArgumentException.class, () -> RequestBytes.Field.of("a b=c"));
        assertThrows(IllegalArgumentException.class, () -> new RequestBytes.Field("a", "b\r\nEvil: 1"));
    }

    @Test
    void aUrlMayBeShort() {
        assertEquals("/", Target.of("127.0.0.1:8080", null).path());
        assertEquals("localhost:3000", Target.of(":3000/x?y=1", null).host());
        assertEquals("/x?y=1", Target.of(":3000/x?y=1", null).path());
        assertEquals("example.org", Target.of("http://example.org:80/", Path.of("/tmp/socket")).host());
    }

    @Test
    void aUrlThatMakesNoSenseIsRefusedWithAReason() {
        for (String url : List.of("gopher://localhost/", "http://", "https://user@/", "http://:80/", "http://[::1/", "ftp://x/", "http://a b/",
                "http://localhost:99999/")) {
            assertThrows(IllegalArgumentException.class, () -> Target.of(url, null), url);
        }
    }

    @Test
    void partsOfAUrlAreUnderstoodAsABrowserWould() {
        Target six = Target.of("http://[::1]:8080/a?b#c", null);
        assertEquals("[::1]:8080", six.host());
        assertEquals("/a?b", six.path());
        Target user = Target.of("http://me:p%40ss+word@127.0.0.1/", null);
        assertEquals("me:p@ss+word", user.credentials());
        assertEquals("http://127.0.0.1/", user.url());
        assertEquals("127.0.0.1", user.host());
        Path socket = Path.of("/tmp/socket");
        assertEquals("my_app:81", Target.of("http://my_app:81", socket).host());
        assertEquals("/", Target.of("http://h?", socket).path().substring(0, 1));
        assertEquals("/%C3%BC%20b[%3Cid%3E]", Target.of("http://h/\u00fc b[<id>]", socket).path());
        assertEquals("xn--bcher-kva.example", Target.of("http://B\u00fccher.example/", socket).host());
        assertFalse(Target.of("ws://h/", socket).secure());
        assertTrue(Target.of("wss://h/", socket).secure());
        Target secure = Target.of("HTTPS://h:443/", socket);
        assertEquals("h", secure.host());
        assertEquals("https://h", secure.origin());
    }

    @Test
    void aMethodIsATokenInCapitals() {
        for (String method : List.of("", "GET /x HTTP/1.1\r\n", "G T", "post")) {
            assertThrows(IllegalArgumentException.class,
                    () -> RequestBytes.of(method, "h", "/", List.of(), null), method);
        }
        assertEquals("PURGE / HTTP/1.1\r\nHost: h\r\n\r\n",
                RequestBytes.of("PURGE", "h", "/", List.of(), null).toString());
    }

    @Test
    void aHeaderBeyondAsciiIsSentAsUtf8() {
        String sent = RequestBytes.of("GET", "h", "/", List.of(new RequestBytes.Field("A", "\u20ac")), null).toString();
        assertEquals("\u20ac", new String(sent.substring(sent.indexOf("A: ") + 3, sent.length() - 4)
                .getBytes(ISO_8859_1), UTF_8));
    }

    @Test
    void placesOfIdentifiersAreAsWideAsTheseAndCountedInTheLength() {
        RequestBytes request = RequestBytes.of("POST", "h", "/[%3Cid%3E]?[%3Cid%3E]",
                List.of(new RequestBytes.Field("X", "[<id>]")), "a[<id>]b[<id>]".getBytes(UTF_8), true);
        String text = request.toString();
        assertEquals(5, request.idPlaces().length);
        assertEquals(6, request.idPlaces()[0]);
        assertEquals(2 + 2 * Ids.LENGTH, text.length() - text.indexOf("\r\n\r\n") - 4);
        assertEquals(true, text.contains("Content-Length: " + (2 + 2 * Ids.LENGTH) + "\r\n"));
        assertEquals(text.length() - 1 - Ids.LENGTH, text.lastIndexOf("b"));
    }

    @Test
    void identifiersAreAllDifferentAndOfOneLength() {
        Ids ids = new Ids();
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < 1100; i++) {
            ids.advance();
            String id = new String(ids.bytes(), ISO_8859_1);
            assertEquals(Ids.LENGTH, id.length());
            assertEquals(true, seen.add(id), id);
        }
    }
}
