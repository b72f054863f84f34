package millrace.bench.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.util.List;
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
        for (String url : List.of("https://localhost/", "http://", "ftp://x/", "http://a b/",
                "http://localhost:99999/")) {
            assertThrows(IllegalArgumentException.class, () -> Target.of(url, null), url);
        }
    }
}
