package millrace.gateway.content;

import static millrace.gateway.content.ServedFolder.body;
import static millrace.gateway.content.ServedFolder.field;
import static millrace.gateway.content.ServedFolder.status;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class StaticFileTest {
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

    @Test
    void aFileIsSentWithItsTypeLengthAndTag() throws Exception {
        serve("types { text/css css; } default_type a/b;", "").file("x/a.CSS", "body").file("x/noending", "1");
        String reply = served.get("/x/a.CSS");
        assertEquals(200, status(reply), reply);
        assertEquals("body", body(reply));
        assertEquals("text/css", field(reply, "Content-Type"));
        assertEquals("4", field(reply, "Content-Length"));
        assertEquals("bytes", field(reply, "Accept-Ranges"));
        assertTrue(field(reply, "ETag").matches("\"[0-9a-f]+-4\""), reply);
        assertEquals("a/b", field(served.get("/x/noending"), "Content-Type"));
        String head = served.ask("HEAD", "/x/a.CSS");
        assertTrue(head.endsWith("\r\n\r\n") && field(head, "Content-Length").equals("4"), head);
    }

    @Test
    void largeFilesAndFilesThatAreOpenAlreadyArriveWhole() throws Exception {
        String large = "0123456789abcdef".repeat(1 << 16);
        serve("open_file_cache max=10;", "").file("large", large);
        for (int i = 0; i < 3; i++) {
            assertEquals(large, body(served.get("/large")));
        }
    }

    @Test
    void whatIsNoFileHasItsOwnStatus() throws Exception {
        serve("", "").file("x/a", "").file("index.html", "the index");
        assertEquals(404, status(served.get("/none")));
        assertEquals(404, status(served.get("/x/a/")));
        assertEquals(403, status(served.get("/x/")));
        assertEquals(405, status(served.ask("POST", "/x/a", "Content-Length: 0")));
        assertEquals(405, status(served.ask("DELETE", "/x/a")));
        assertEquals("the index", body(served.get("/")));
        String toFolder = served.get("/x?a=b");
        assertEquals(301, status(toFolder));
        assertTrue(field(toFolder, "Location").endsWith("/x/?a=b"), toFolder);
    }

    @Test
    void aliasTakesThePlaceOfTheNameAndCapturesThatOfThePath() throws Exception {
        serve("", "location /al/ { alias " + folder + "/x/; } location ~ ^/re/(.*)\\.q$ { alias " + folder + "/x/$1; }")
                .file("x/a", "aliased");
        assertEquals("aliased", body(served.get("/al/a")));
        assertEquals("aliased", body(served.get("/re/a.q")));
        assertEquals(404, status(served.get("/re/b.q")));
    }

    @Test
    void noPathLeadsOutOfTheRoot() throws Exception {
        Files.createDirectories(folder.resolve("in"));
        serve("", "root " + folder + "/in; location /al { alias " + folder + "/in/; }").file("secret", "secret").file("in/a", "a");
        for (String path : new String[] {"/../secret", "/%2e%2e/secret", "/al../secret", "/al/../../secret", "/..%2fsecret"}) {
            String reply = served.get(path);
            assertTrue(!body(reply).equals("secret"), path + " " + reply);
        }
        assertTrue(status(served.get("/a%00.txt")) >= 400);
    }

    @Test
    void symbolicLinksMayBeForbidden() throws Exception {
        serve("", "location /no/ { disable_symlinks on; } location /own/ { disable_symlinks if_not_owner; }").file("a", "a");
        for (String each : new String[] {"no", "own"}) {
            Files.createDirectories(folder.resolve(each));
            Files.createSymbolicLink(folder.resolve(each + "/link"), folder.resolve("a"));
        }
        assertEquals(403, status(served.get("/no/link")));
        assertEquals("a", body(served.get("/own/link")));
    }

    @Test
    void aPartOfANameMayLeadThroughLinksAllTheSame() throws Exception {
        serve("", "disable_symlinks on from=$document_root; location /linked/ { alias " + folder + "/door/; "
                + "disable_symlinks on from=" + folder + "/door; } location /closed/ { alias " + folder + "/door/; "
                + "disable_symlinks on from=" + folder + "/doo; }")
                .file("real/file", "inside").file("plain", "p");
        Files.createSymbolicLink(folder.resolve("door"), folder.resolve("real"));
        Files.createSymbolicLink(folder.resolve("real/link"), folder.resolve("plain"));
        assertEquals("inside", body(served.get("/linked/file")));
        assertEquals(403, status(served.get("/linked/link")));
        assertEquals(403, status(served.get("/closed/file")));
        assertEquals(403, status(served.get("/door/file")));
        assertEquals("p", body(served.get("/plain")));
    }

    @Test
    void whoOnlyAsksWhetherThereIsAFileDoesNotFollowForbiddenLinksEither() throws Exception {
        serve("", "disable_symlinks on; location /try/ { try_files $uri /plain; } location /if/ { if (-f $request_filename) { return 204; } }")
                .file("plain", "p").file("try/there", "t").file("if/there", "i").file("secret", "s");
        Files.createSymbolicLink(folder.resolve("try/link"), folder.resolve("secret"));
        Files.createSymbolicLink(folder.resolve("if/link"), folder.resolve("secret"));
        assertEquals("t", body(served.get("/try/there")));
        assertEquals("p", body(served.get("/try/link")));
        assertEquals(204, status(served.get("/if/there")));
        assertEquals(403, status(served.get("/if/link")));
    }

    @Test
    void whatTheClientHasAlreadyIsNotSentAgain() throws Exception {
        serve("", "").file("a", "body");
        String reply = served.get("/a");
        String tag = field(reply, "ETag");
        String time = field(reply, "Last-Modified");
        assertEquals(304, status(served.get("/a", "If-None-Match: \"x\", W/" + tag)));
        assertEquals(304, status(served.get("/a", "If-Modified-Since: " + time)));
        assertEquals(200, status(served.get("/a", "If-Modified-Since: " + time, "If-None-Match: \"x\"")));
        assertEquals(412, status(served.get("/a", "If-Match: W/" + tag)));
        assertEquals(200, status(served.get("/a", "If-Match: " + tag)));
        assertEquals(412, status(served.get("/a", "If-Unmodified-Since: Sun, 06 Nov 1994 08:49:37 GMT")));
    }

    @Test
    void partsComeInTheOrderThatTheyWereAskedFor() throws Exception {
        String text = "X".repeat(100_000) + "0123456789";
        serve("", "").file("small", "0123456789").file("large", text);
        assertEquals("234", body(served.get("/small", "Range: bytes=2-4")));
        String end = served.get("/large", "Range: bytes=-3");
        assertEquals(206, status(end));
        assertEquals("bytes 100007-100009/100010", field(end, "Content-Range"));
        assertEquals("789", body(end));
        String parts = served.get("/large", "Range: bytes=100005-100006,0-1");
        assertTrue(body(parts).matches("(?s)\r\n--\\d+\r\n.*\r\n\r\n56\r\n--\\d+\r\n.*\r\n\r\nXX\r\n--\\d+--\r\n"), parts);
        assertEquals(body(parts).length(), Integer.parseInt(field(parts, "Content-Length")));
        String none = served.get("/small", "Range: bytes=10-");
        assertEquals(416, status(none));
        assertEquals("bytes */10", field(none, "Content-Range"));
    }

    @Test
    void fieldsAreAddedToGoodRepliesAndAlwaysWhereAsked() throws Exception {
        serve("add_header A $request_filename; add_header B b always; expires 1h;",
                "location /own { add_header C c; add_header_inherit merge; }").file("a", "").file("own", "");
        String good = served.get("/a");
        assertEquals(folder + "/a", field(good, "A"));
        assertEquals("max-age=3600", field(good, "Cache-Control"));
        String bad = served.get("/none");
        assertEquals("", field(bad, "A"));
        assertEquals("", field(bad, "Expires"));
        assertEquals("b", field(bad, "B"));
        String merged = served.get("/own");
        assertEquals(folder + "/own", field(merged, "A"));
        assertEquals("c", field(merged, "C"));
    }

    @Test
    void errorPagesAreSeenByConditionsAndRangesToo() throws Exception {
        serve("", "location / { error_page 412 /gone; error_page 416 =200 @named; location /gone { return 200 gone; } } "
                + "location @named { return 200 named; } location /plain { }")
                .file("a", "0123456789").file("plain", "0123456789");
        String failed = served.get("/a", "If-Match: \"none\"");
        assertEquals(412, status(failed));
        assertEquals("gone", body(failed));
        String outside = served.get("/a", "Range: bytes=20-");
        assertEquals(200, status(outside));
        assertEquals("named", body(outside));
        assertEquals("", field(outside, "Content-Range"));
        assertEquals(416, status(served.get("/plain", "Range: bytes=20-")));
        String whole = served.get("/plain", "Range: bytes=0-,0-,0-");
        assertEquals("bytes", field(whole, "Accept-Ranges"));
        assertEquals("0123456789", body(whole));
        assertEquals("0123456789", body(served.get("/a")));
    }

    @Test
    void aFileThatNobodyAsksForIsLetGoOfAfterAWhile() throws Exception {
        serve("open_file_cache max=10 inactive=1ms;", "").file("left", "l").file("asked", "a");
        served.get("/asked");
        served.get("/left");
        Files.delete(folder.resolve("left"));
        do {
            assertEquals("a", body(served.get("/asked")));
        } while (isOpen("/left (deleted)"));
    }

    private static boolean isOpen(String name) throws Exception {
        try (Stream<Path> all = Files.list(Path.of("/proc/self/fd"))) {
            return all.anyMatch(each -> target(each).endsWith(name));
        }
    }

    private static String target(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString();
        } catch (IOException closedMeanwhile) {
            return "";
        }
    }
}
