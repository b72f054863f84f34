package millrace.bench.page;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import millrace.bench.Bench;
import millrace.bench.client.ErrorKind;
import millrace.bench.load.Outcome;
import millrace.bench.measure.Recorder;
import millrace.http.HttpServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class PageTest {
    private static final String EVIL = "</title></script><script>alert(1)</script><img src=x onerror='a'>&\"\u0000";

    private static Outcome outcome() throws IOException {
        try (HttpServer server = HttpServer.listen(0, (request, response) -> response.send("hello"))) {
            return Bench.of("http://127.0.0.1:" + server.port() + "/")
                    .connections(2)
                    .amount(2000)
                    .sampleInterval(Duration.ofMillis(5))
                    .run();
        }
    }

    private static Outcome failing(Outcome outcome, String why) {
        Recorder recorder = new Recorder();
        recorder.failed(ErrorKind.RESET, 1, why);
        return new Outcome(outcome.plan(), outcome.started(), outcome.nanos(), recorder.totals(), outcome.answered(),
                outcome.bytes(), outcome.efforts(), outcome.timeline());
    }

    private static int count(String text, String part) {
        return text.split(Pattern.quote(part), -1).length - 1;
    }

    @Test
    void wordsStayWords() {
        String html = new Html().text(EVIL).toString();
        assertFalse(html.contains("<") || html.contains(">") || html.contains("\"") || html.contains("'"), html);
        assertFalse(html.contains("\u0000"), html);
        assertTrue(html.contains("&lt;img src=x onerror=&#39;a&#39;&gt;&amp;&quot;"), html);
    }

    @Test
    void aTitleOrServersWordsAddNoElementToThePage() throws IOException {
        Outcome outcome = outcome();
        String plain = new String(RunPage.of(failing(outcome, "harmless"), "a title"), UTF_8);
        String evil = new String(RunPage.of(failing(outcome, EVIL), EVIL), UTF_8);
        for (String part : new String[] {"<script", "</script", "<title", "</title", "<img"}) {
            assertEquals(count(plain, part), count(evil, part), part);
        }
        assertEquals(0, count(evil, "<img"));
        assertTrue(evil.contains("1 reset errors; the first: &lt;/title&gt;"));
    }

    @Test
    void dataCannotEndTheElementThatItIsIn() {
        String page = new String(Page.of("t", new Html(), Map.of("name", EVIL)), UTF_8);
        Matcher data = Pattern.compile("id=\"data\">(.*?)</script>", Pattern.DOTALL).matcher(page);
        assertTrue(data.find());
        assertTrue(data.group(1).endsWith("}"), data.group(1));
        assertTrue(data.group(1).contains("\\u003cimg"), data.group(1));
    }

    @Test
    void thePageHasAllThatItNeedsInIt() throws IOException {
        String page = new String(RunPage.of(outcome(), null), UTF_8);
        assertTrue(page.contains("default-src 'none'"));
        assertTrue(page.contains("uPlot"), "the plotting library");
        assertTrue(page.contains("Permission is hereby granted"), "and its license");
        assertTrue(page.contains("width=device-width") && page.contains("prefers-color-scheme: dark"));
        assertFalse(Pattern.compile("<[^>]+\\b(src|href)\\s*=").matcher(page).find());
        assertFalse(page.contains("@import") || page.contains("url("));
        assertTrue(page.contains("closed: 2 connections ask again as soon as answered"), "the model of load");
        assertTrue(page.contains("<td>answered</td><td>2,000</td>"), "exact counts");
        for (String plot : new String[] {"heat", "rate", "curve"}) {
            assertTrue(page.contains("id=\"" + plot + "\""), plot);
        }
    }
}
