package millrace.gateway.listing;

import static millrace.gateway.content.ServedFolder.body;
import static millrace.gateway.content.ServedFolder.field;
import static millrace.gateway.content.ServedFolder.status;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import millrace.gateway.content.ServedFolder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class ListingTest {
    @TempDir
    Path folder;

    private ServedFolder served;

    private ServedFolder serve(String server) throws Exception {
        served = new ServedFolder(folder, "autoindex on;", server);
        return served;
    }

    @AfterEach
    void stop() {
        if (served != null) {
            served.close();
        }
    }

    @Test
    void foldersAreListedWithNamesThatAreSafeInLinksAndInText() throws Exception {
        serve("").file("x/sub/a", "").file("x/b <&>", "12345").file("x/q?:%", "").file("x/.hidden", "").file("x/" + "n".repeat(60), "");
        String reply = served.get("/x/");
        assertEquals("text/html", field(reply, "Content-Type"));
        String page = body(reply);
        assertTrue(page.contains("<a href=\"sub/\">sub/</a>"), page);
        assertTrue(page.contains("<a href=\"b%20%3C&%3E\">b &lt;&amp;&gt;</a>"), page);
        assertTrue(page.contains("<a href=\"q%3F%3A%25\">q?:%</a>"), page);
        assertTrue(page.contains(">" + "n".repeat(47) + "..&gt;</a> "), page);
        assertTrue(page.matches("(?s).*</a> {46}\\d\\d-\\w{3}-\\d{4} \\d\\d:\\d\\d {19}5\r\n.*"), page);
        assertTrue(page.indexOf("sub/") < page.indexOf("b%20") && !page.contains("hidden"), page);
        assertEquals(404, status(served.get("/none/")));
    }

    @Test
    void programsMayReadIt() throws Exception {
        serve("location /j/ { autoindex_format json; alias " + folder + "/x/; } location /x/ { autoindex_format xml; }"
                + " location /p/ { autoindex_format jsonp; alias " + folder + "/x/; }").file("x/a\"", "123");
        assertTrue(body(served.get("/j/")).matches(
                "\\[\r\n\\{ \"name\":\"a\\\\\"\", \"type\":\"file\", \"mtime\":\"[^\"]*GMT\", \"size\":3 }\r\n]"));
        assertTrue(body(served.get("/x/")).contains("Z\" size=\"3\">a&quot;</file>"));
        assertTrue(body(served.get("/p/?callback=f")).startsWith("/* callback */\r\nf(["));
        assertTrue(body(served.get("/p/?callback=f(1)")).startsWith("["));
    }

    @Test
    void hugeFoldersAreListedWhole() throws Exception {
        serve("");
        for (int i = 0; i < 3_000; i++) {
            served.file("x/a rather long name of a file " + i, "");
        }
        assertEquals(3_000, body(served.get("/x/")).split("a rather").length - 1);
    }

    @Test
    void anyFileOfAFolderMayStandForIt() throws Exception {
        serve("random_index on;").file("x/sub/a", "").file("x/one", "1").file("x/two", "2");
        assertTrue(body(served.get("/x/")).matches("[12]"));
    }
}
