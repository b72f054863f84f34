package millrace.gateway;

import static millrace.gateway.content.ServedFolder.body;
import static millrace.gateway.content.ServedFolder.field;
import static millrace.gateway.content.ServedFolder.status;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import millrace.gateway.content.ServedFolder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class BodyFilterTest {
    private static final String GZIP = "Accept-Encoding: deflate, gzip";

    @TempDir
    Path folder;

    private ServedFolder served;

    private ServedFolder serve(String http, String server) throws Exception {
        served = new ServedFolder(folder, http, server);
        return served;
    }

    @AfterEach
    void stop() {
        if (served != null) {
            served.close();
        }
    }

    private static String expand(String octets) throws Exception {
        byte[] bytes = octets.getBytes(StandardCharsets.ISO_8859_1);
        return new String(new GZIPInputStream(new ByteArrayInputStream(bytes)).readAllBytes(), StandardCharsets.ISO_8859_1);
    }

    private static String compress(String text) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(text.getBytes(StandardCharsets.ISO_8859_1));
        }
        return bytes.toString(StandardCharsets.ISO_8859_1);
    }

    /** Of a chunked body. */
    private static String dechunk(String body) {
        StringBuilder whole = new StringBuilder();
        int at = 0;
        for (;;) {
            int line = body.indexOf("\r\n", at);
            int size = Integer.parseInt(body.substring(at, line), 16);
            if (size == 0) {
                return whole.toString();
            }
            whole.append(body, line + 2, line + 2 + size);
            at = line + 2 + size + 2;
        }
    }

    @Test
    void bodiesOfAnyLengthAreCompressedForWhoTakesThem() throws Exception {
        String large = "some text, and 0123456789 ".repeat(50_000);
        serve("gzip on; gzip_vary on;", "").file("small.html", "s").file("a.html", "x".repeat(100)).file("large.html", large)
                .file("a.txt", "x".repeat(100));
        String reply = served.get("/large.html", GZIP);
        assertEquals("gzip", field(reply, "Content-Encoding"));
        assertTrue(field(reply, "ETag").startsWith("W/\"") && field(reply, "Accept-Ranges").isEmpty(), reply.substring(0, 400));
        assertEquals(large, expand(dechunk(body(reply))));
        assertEquals("x".repeat(100), expand(dechunk(body(served.get("/a.html", GZIP)))));
        assertEquals("s", body(served.get("/small.html", GZIP)));
        assertEquals("", field(served.get("/a.txt", GZIP), "Content-Encoding"));
        String plain = served.get("/a.html", "Accept-Encoding: gzip;q=0");
        assertEquals("x".repeat(100), body(plain));
        for (String weight : new String[] {"0.000", "2", "", "1.5", "x"}) {
            assertEquals("", field(served.get("/a.html", "Accept-Encoding: gzip;q=" + weight), "Content-Encoding"), weight);
        }
        assertEquals("gzip", field(served.get("/a.html", "Accept-Encoding: gzip; q=0.001"), "Content-Encoding"));
        assertEquals("Accept-Encoding", field(plain, "Vary"));
        assertEquals("", field(served.get("/a.html", GZIP, "Via: 1.1 proxy"), "Content-Encoding"));
    }

    @Test
    void compressedFilesAreSentAsTheyAreOrExpanded() throws Exception {
        serve("gzip_static always; gunzip on;", "").file("a.txt.gz", compress("one") + compress("two"));
        String ready = served.get("/a.txt", GZIP);
        assertEquals("gzip", field(ready, "Content-Encoding"));
        assertEquals("onetwo", expand(body(ready)));
        String expanded = served.get("/a.txt");
        assertEquals("", field(expanded, "Content-Encoding"));
        assertEquals("onetwo", dechunk(body(expanded)));
    }

    @Test
    void aCompressedBodyThatLacksItsEndIsNotTakenForAWholeOne() throws Exception {
        String whole = compress("0123456789".repeat(100));
        serve("gzip_static always; gunzip on;", "");
        for (int cut : new int[] {1, 8, 9, 15, whole.length() - 5}) {
            served.file("a.txt.gz", whole.substring(0, whole.length() - cut));
            assertTrue(!served.get("/a.txt").endsWith("0\r\n\r\n"), "without the last " + cut);
        }
        served.file("a.txt.gz", "");
        assertEquals("", dechunk(body(served.get("/a.txt"))));
    }

    @Test
    void textsAreWrittenInAnotherCharset() throws Exception {
        serve("charset_map koi8-r utf-8 { C1 D0B0; C2 D0B1; }",
                "location /to { charset utf-8; source_charset koi8-r; } location /from { charset koi8-r; source_charset utf-8; }"
                        + " location /said { charset utf-8; }")
                .file("to.html", "-\u00c1\u00c2-").file("from.html", "\u00d0\u00b0\u00d0\u00b1\u00d0\u00b2!").file("said.html", "");
        String to = served.get("/to.html");
        assertEquals("text/html; charset=utf-8", field(to, "Content-Type"));
        assertEquals("-\u00d0\u00b0\u00d0\u00b1-", dechunk(body(to)));
        assertEquals("\u00c1\u00c2&#1074;!", dechunk(body(served.get("/from.html"))));
        assertEquals("text/html; charset=utf-8", field(served.get("/said.html"), "Content-Type"));
    }

    @Test
    void whatIsCompressedNamesACharsetOnlyIfItIsInIt() throws Exception {
        serve("charset_map B A { 58 59; } gzip_static on; source_charset B;", "location /one { charset A; } location /two { charset B; }")
                .file("one.html", "X").file("one.html.gz", compress("X")).file("two.html", "X").file("two.html.gz", compress("X"));
        assertEquals("text/html", field(served.get("/one.html", GZIP), "Content-Type"));
        assertEquals("text/html; charset=B", field(served.get("/two.html", GZIP), "Content-Type"));
        assertEquals("text/html; charset=A", field(served.get("/one.html"), "Content-Type"));
    }

    @Test
    void aLimitOfTheRateDelaysTheBodyAndLosesNothingOfIt() throws Exception {
        String text = "0123456789".repeat(6_000);
        serve("limit_rate 30k;", "location /zip.html { gzip on; gzip_comp_level 1; limit_rate 10; limit_rate_after 200; }")
                .file("a", text).file("zip.html", text);
        long began = System.nanoTime();
        assertEquals(text, body(served.get("/a")));
        assertTrue(System.nanoTime() - began > 300_000_000L);
        assertEquals(text, expand(dechunk(body(served.get("/zip.html", GZIP)))));
        assertEquals(text.substring(20_000), body(served.get("/a", "Range: bytes=20000-")));
    }

    @Test
    void aLimitOfTheRateDelaysALongHead() throws Exception {
        String word = "h".repeat(6_000);
        serve("limit_rate 4k; add_header X-Long " + word + ";", "location /none { return 200 ''; }").file("a", "body");
        long began = System.nanoTime();
        String answer = served.get("/a");
        assertTrue(System.nanoTime() - began > 300_000_000L);
        assertTrue(answer.contains("X-Long: " + word + "\r\n") && answer.endsWith("\r\n\r\nbody"), answer.replace(word, "WORD"));
        String none = served.get("/none");
        assertTrue(none.contains("X-Long: " + word + "\r\n") && none.endsWith("\r\n\r\n"), none);
        assertTrue(served.ask("HEAD", "/a", "").contains("Content-Length: 4\r\n"));
    }

    @Test
    void numbersOfConnectionsAndRequestsAreTold() throws Exception {
        serve("", "location /s { stub_status; } location /g { empty_gif; }");
        assertEquals(405, status(served.ask("PUT", "/g", "Content-Length: 0")));
        assertEquals(43, body(served.get("/g")).length());
        String page = body(served.get("/s"));
        assertTrue(page.matches("(?s)Active connections: 1 \nserver accepts handled requests\n 3 3 3 \n"
                + "Reading: 0 Writing: 1 Waiting: 0 \n"), page);
    }

    @Test
    void repliesToOtherPathsStandBeforeAndBehindABody() throws Exception {
        String large = "L".repeat(200_000);
        serve("", "location /a.html { add_before_body /before?x; add_after_body /slow; } location /slow { limit_rate 50; alias "
                + folder + "/large; } location /b { add_after_body /before; } location /before { add_before_body /none; }")
                .file("a.html", "[a]").file("before", "before").file("large", large).file("b", "b");
        assertEquals("before[a]" + large, dechunk(body(served.get("/a.html"))));
        assertEquals("b", body(served.get("/b")));
    }
}
