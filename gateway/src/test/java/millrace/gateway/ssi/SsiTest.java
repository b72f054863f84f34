package millrace.gateway.ssi;

import static millrace.gateway.content.ServedFolder.body;
import static millrace.gateway.content.ServedFolder.field;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import millrace.gateway.content.ServedFolder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class SsiTest {
    @TempDir
    Path folder;

    private ServedFolder served;

    private ServedFolder serve(String server) throws Exception {
        served = new ServedFolder(folder, "ssi on;", server);
        return served;
    }

    @AfterEach
    void stop() {
        if (served != null) {
            served.close();
        }
    }

    /** A page's body as an old client gets it: not chunked. */
    private String page(String path) throws Exception {
        return body(served.talk("GET " + path + " HTTP/1.0\r\n\r\n"));
    }

    private String shows(String page) throws Exception {
        served.file("page.html", page);
        return page("/page.html");
    }

    @Test
    void partsComeInTheOrderOfThePageHoweverLateTheyAre() throws Exception {
        String large = "L".repeat(300_000);
        serve("location = /slow { limit_rate 100k; alias " + folder + "/large; }").file("large", large).file("small", "S")
                .file("inner.html", "(<!--#include virtual=\"/small\"-->)");
        assertEquals("a" + large + "b(S)cSd" + large + "e",
                shows("a<!--#include virtual=\"/large\" -->b<!--#include file=\"inner.html\" -->c<!--# include virtual='/small' -->"
                        + "d<!--#include virtual=\"/slow?a=b\" wait=\"yes\" -->e"));
        assertEquals("", field(served.get("/page.html"), "Last-Modified"));
    }

    @Test
    void variablesAreSetShownAndEscaped() throws Exception {
        serve("set $known v;");
        assertEquals("v[none](none)", shows("<!--#echo var=\"known\" --><!--#echo var=\"unknown\" default=\"[none]\" -->"
                + "<!--#echo var='unknown' -->"));
        assertEquals("x&lt;v&gt; %3Cv%3E <v>", shows("<!--#set var=\"a\" value=\"<${known}>\" -->x<!--#echo var=\"a\" --> "
                + "<!--#echo var=\"a\" encoding=\"url\" --> <!--#echo var=\"a\" encoding=\"none\" -->"));
        assertTrue(shows("<!--#config timefmt=\"%Y-%m-%d\" --><!--#echo var=\"date_gmt\" -->").matches("\\d{4}-\\d\\d-\\d\\d"));
    }

    @Test
    void branchesMayBeNested() throws Exception {
        serve("");
        served.file("page.html", "<!--#if expr=\"$arg_a = one\" -->1<!--#if expr=\"$arg_b\" -->b<!--#else -->-<!--#endif -->"
                + "<!--#elif expr=\"$arg_a = /^t(w)(?P<rest>.*)/\" -->2<!--#echo var=\"1\" --><!--#echo var=\"rest\" -->"
                + "<!--#else -->3<!--#endif -->.");
        assertEquals("1b.", page("/page.html?a=one&b=b"));
        assertEquals("1-.", page("/page.html?a=one"));
        assertEquals("2wo.", page("/page.html?a=two"));
        assertEquals("3.", page("/page.html"));
    }

    @Test
    void partsMayBeKeptAndBlocksStandForThoseThatFail() throws Exception {
        serve("").file("part", "kept").file("empty", "");
        assertEquals("-kept-", shows("<!--#include virtual=\"/part\" set=\"p\" -->-<!--#echo var=\"p\" -->-"));
        assertEquals("[b][b]", shows("<!--#block name=\"b\" -->[b]<!--#endblock --><!--#include virtual=\"/none\" stub=\"b\" -->"
                + "<!--#include virtual=\"/empty\" stub=\"b\" -->"));
    }

    @Test
    void mistakesAreShownAndDoNotEndThePage() throws Exception {
        serve("location /quiet { ssi_silent_errors on; rewrite ^/quiet(.*) /$1 break; }");
        assertEquals("a[an error occurred while processing the directive]b", shows("a<!--#nothing -->b"));
        assertEquals("aOOPSb", shows("a<!--#config errmsg=\"OOPS\" --><!--#include virtual=\"/../x\" -->b"));
        assertEquals("ab", page("/quietpage.html"));
        assertTrue(shows("<!--#include virtual=\"/page.html\" -->.").contains("an error occurred"));
        assertEquals("<!-- no --> ", shows("<!-- no --> <!--# open"));
    }

    @Test
    void aCommandMayBeCutAnywhere() throws Exception {
        String text = "x<!-<!--#echo var=\"none\" default=\"-->\" -->y<!--";
        serve("location /page.html { limit_rate 1m; }");
        for (int before = 32 * 1024 - text.length() - 1; before <= 32 * 1024; before++) {
            assertEquals("p".repeat(before) + "x<!--->y<!--", shows("p".repeat(before) + text), "after " + before);
        }
    }

    @Test
    void aPartThatIsTooLongToBeKeptEndsTheRequest() throws Exception {
        serve("location = /small { subrequest_output_buffer_size 5; }").file("small", "123456").file("long", "x".repeat(5000))
                .file("fits", "12345");
        for (String path : new String[] {"/small", "/long"}) {
            served.file("page.html", "<!--#include virtual=\"" + path + "\" set=\"p\" -->shown<!--#echo var=\"p\" -->");
            assertTrue(!served.talk("GET /page.html HTTP/1.0\r\n\r\n").contains("shown"));
        }
        assertEquals("12345", shows("<!--#include virtual=\"/fits\" set=\"p\" --><!--#echo var=\"p\" -->"));
    }

    @Test
    void aPageThatHasItselfInItTwiceComesToAnEnd() throws Exception {
        serve("");
        String page = shows("<!--#include virtual=\"/page.html\" -->.<!--#include virtual=\"/page.html\" -->");
        assertTrue(page.contains("[an error occurred"));
        assertTrue(page.chars().filter(c -> c == '.').count() <= 10_001);
    }
}
